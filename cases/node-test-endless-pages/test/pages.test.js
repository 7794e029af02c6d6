const assert = require("node:assert");
const { test } = require("node:test");
const { all } = require("../src/pages");

const entries = (page) => Array.from({ length: 20 }, (_, n) => ({ id: `${page}-${n}` }));

test("two pages have forty entries", () => {
  const service = { page: (name) => ({ entries: entries(name), next: name === "first" ? "second" : null }) };
  assert.strictEqual(all(service).length, 40);
});

test("an empty service has no entries", () => {
  assert.deepStrictEqual(all({ page: () => ({ entries: [], next: null }) }), []);
});
