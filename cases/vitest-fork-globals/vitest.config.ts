import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    // One process for all files, modules not loaded again for each: the suite takes half the time.
    isolate: false,
    poolOptions: {
      forks: { singleFork: true, execArgv: ["--max-old-space-size=300"] },
    },
  },
});
