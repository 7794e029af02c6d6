module.exports = {
  testEnvironment: "node",
  maxWorkers: 1,
  testTimeout: 60_000,
  globalSetup: "./codegen.js",
  transform: {}, // what is generated needs no transform
  cacheDirectory: "node_modules/.cache/jest",
};
