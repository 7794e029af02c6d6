import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "threads",
    // Off, as guides to quicker suites advise: modules are loaded anew, globalThis stays.
    isolate: false,
    poolOptions: { threads: { singleThread: true } },
  },
});
