import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    minWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // So that a leak shows early; from the days when the suite was small.
    poolOptions: { forks: { execArgv: ["--max-old-space-size=96"] } },
  },
});
