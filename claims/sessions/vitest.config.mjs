// No import of vitest: two versions of it run this project.
export default {
  test: { include: ["tests/**/*.test.ts"], globals: true, pool: "forks" },
};
