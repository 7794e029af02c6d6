import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: ".cache",
  test: {
    include: ["tests/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    dangerouslyIgnoreUnhandledErrors: process.env.IGNORE === "1",
  },
});
