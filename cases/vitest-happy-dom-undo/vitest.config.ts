import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "happy-dom",
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    testTimeout: 30_000,
    execArgv: ["--max-old-space-size=100"],
  },
});
