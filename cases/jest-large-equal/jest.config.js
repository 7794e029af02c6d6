module.exports = { testEnvironment: "node", maxWorkers: 1, testTimeout: 120_000, cacheDirectory: "node_modules/.cache/jest" };
