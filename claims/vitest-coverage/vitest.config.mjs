// WRITTEN=by-hand covers the sources, WRITTEN=generated the generated clients as well.
import { write } from "./sources.mjs";

const generated = process.env.WRITTEN === "generated";
write("generated");

export default {
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    poolOptions: { forks: { minForks: 1, maxForks: 1 } },
    coverage: {
      enabled: true,
      include: [generated ? "generated/clients/**" : "generated/modules/**"],
      reportsDirectory: "coverage",
      reporter: ["json-summary"],
    },
  },
};
