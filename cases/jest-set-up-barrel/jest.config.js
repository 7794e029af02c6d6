module.exports = {
  testEnvironment: "node",
  maxWorkers: 3,
  testTimeout: 60_000,
  globalSetup: "./codegen.js",
  setupFiles: ["./tests/api.js"],
  transform: {}, // what is generated needs no transform
  cacheDirectory: "node_modules/.cache/jest",
};
