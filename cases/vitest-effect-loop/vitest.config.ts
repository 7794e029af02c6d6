import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    poolOptions: { forks: { execArgv: ["--max-old-space-size=220"] } },
  },
});
