import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: ".cache",
  test: {
    fileParallelism: false,
    slowTestThreshold: 60_000,
    projects: [
      { extends: true, root: "light", test: { name: "light", include: ["tests/*.test.ts"], pool: "threads" } },
      { extends: true, root: "heavy", test: { name: "heavy", include: ["tests/*.test.ts"], pool: "forks" } },
    ],
  },
});
