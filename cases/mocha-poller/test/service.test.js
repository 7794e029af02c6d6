const assert = require("node:assert");
const { busiest, status } = require("../src/service");

describe("a service", () => {
  it("has parts", () => assert.strictEqual(status(12).parts.length, 12));
  it("has a busiest part", () => assert.strictEqual(busiest(status(200)).load, 99));
  it("is up", () => assert.ok(status(0).up));
});
