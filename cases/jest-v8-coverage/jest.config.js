const { generate } = require("./codegen");

generate(`${__dirname}/generated`);

module.exports = {
  transform: {},
  testMatch: ["<rootDir>/tests/**/*.test.js"],
  maxWorkers: 2,
  collectCoverage: true,
  coverageProvider: "v8",
  coverageReporters: ["text-summary"],
  cacheDirectory: "<rootDir>/.cache",
};
