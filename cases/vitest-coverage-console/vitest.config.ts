import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    coverage: { enabled: true, provider: "v8", include: ["src/**"], reporter: ["text-summary"] },
  },
});
