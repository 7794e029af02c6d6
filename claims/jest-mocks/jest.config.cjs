module.exports = { testEnvironment: "node", maxWorkers: 1, cacheDirectory: "node_modules/.cache/jest" };
