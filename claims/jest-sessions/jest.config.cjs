module.exports = {
  testEnvironment: "node",
  maxWorkers: 2,
  workerIdleMemoryLimit: "120MB",
  cacheDirectory: "node_modules/.cache/jest",
  globalsCleanup: "off",
};
