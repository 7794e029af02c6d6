module.exports = {
  testEnvironment: "node",
  maxWorkers: 1,
  setupFiles: ["./tests/trace-files.js"],
  cacheDirectory: "node_modules/.cache/jest",
};
