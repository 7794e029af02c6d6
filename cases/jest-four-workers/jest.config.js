module.exports = { testEnvironment: "node", maxWorkers: 4, testTimeout: 60_000, cacheDirectory: "node_modules/.cache/jest" };
