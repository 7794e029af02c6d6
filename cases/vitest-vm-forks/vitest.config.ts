import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "vmForks",
    poolOptions: { vmForks: { maxForks: 1, minForks: 1, execArgv: ["--max-old-space-size=75"] } },
  },
});
