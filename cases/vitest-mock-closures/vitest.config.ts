import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    restoreMocks: true,
    poolOptions: { forks: { singleFork: true, execArgv: ["--max-old-space-size=180"] } },
  },
});
