import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    poolOptions: { forks: { singleFork: true } },
    testTimeout: 20_000,
  },
});
