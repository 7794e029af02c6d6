import { defineConfig } from "vitest/config";
import { generate } from "./codegen";

generate("generated");

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    coverage: { enabled: true, provider: "istanbul", include: ["src/**", "generated/**"], reporter: ["text-summary"] },
  },
});
