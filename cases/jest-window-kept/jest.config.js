module.exports = {
  testEnvironment: "./tests/browser.js",
  maxWorkers: 1,
  cacheDirectory: "node_modules/.cache/jest",
};
