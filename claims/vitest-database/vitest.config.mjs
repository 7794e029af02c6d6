// DATABASE chooses how the tests get theirs: per-test (the default), closed, per-file or worker.
const database = process.env.DATABASE ?? "per-test";

export default {
  resolve: { alias: { "#database": new URL(`src/database.${database}.ts`, import.meta.url).pathname } },
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    poolOptions: { forks: { minForks: 1, maxForks: 1 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
