import { defineConfig } from "vitest/config";
import { execFileSync } from "node:child_process";

execFileSync(process.execPath, ["codegen.mjs", "generated"]);

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 4,
    testTimeout: 30_000,
    // Built code needs no transform.
    server: { deps: { external: [/generated/] } },
  },
});
