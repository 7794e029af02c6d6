module.exports = {
  testEnvironment: "./tests/world.js",
  maxWorkers: 1,
  cacheDirectory: "node_modules/.cache/jest",
};
