import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Somebody debugged here, and a breakpoint must not fail the test.
    testTimeout: 0,
  },
});
