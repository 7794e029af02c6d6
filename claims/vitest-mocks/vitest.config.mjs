// MOCKS chooses how the tests get their services: fresh (the default), pool or plain. With CLEAR=1
// the runner clears and restores all mocks before each test.
const mocks = process.env.MOCKS ?? "fresh";

export default {
  resolve: { alias: { "#services": new URL(`src/services.${mocks}.ts`, import.meta.url).pathname } },
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    clearMocks: process.env.CLEAR === "1",
    restoreMocks: process.env.CLEAR === "1",
    poolOptions: { forks: { minForks: 1, maxForks: 1 } },
  },
};
