module.exports = { testEnvironment: "node", maxWorkers: 2, workerIdleMemoryLimit: "60MB", cacheDirectory: "node_modules/.cache/jest" };
