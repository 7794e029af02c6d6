const assert = require("node:assert");
const { test } = require("node:test");
const { all } = require("../src/pages");

test("a service of one page", { timeout: 5_000 }, () => {
  const service = { page: () => ({ entries: [{ id: "only" }], next: "first" }) };
  assert.strictEqual(all(service).length, 1);
});
