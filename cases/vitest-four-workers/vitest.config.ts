import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 4,
    minWorkers: 4,
    testTimeout: 20_000,
  },
});
