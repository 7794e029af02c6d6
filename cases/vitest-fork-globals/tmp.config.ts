import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["./tmp-setup.ts"], include: ["tests/**/*.test.ts"],
    pool: "forks",
    // One process for all files, because starting one for each takes longer.
    isolate: false,
    poolOptions: {
      forks: { singleFork: true, execArgv: ["--max-old-space-size=300"] },
    },
  },
});
