import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: ".cache", // beside the copy of the suite, not in the packages that all copies share
  test: {
    include: ["tests/**/*.test.ts"],
    fileParallelism: false, // the order of the output is then the same each time
    slowTestThreshold: 60_000,
  },
});
