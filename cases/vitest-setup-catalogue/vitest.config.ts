import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    setupFiles: ["tests/setup.ts"],
    poolOptions: { forks: { singleFork: true, execArgv: ["--max-old-space-size=200"] } },
  },
});
