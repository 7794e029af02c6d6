import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    execArgv: ["--max-old-space-size=180"],
  },
});
