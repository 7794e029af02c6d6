import { defineConfig } from "vitest/config";
import { Audit } from "./reporters/audit";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 60_000,
    reporters: ["dot", new Audit("audit.log")],
  },
});
