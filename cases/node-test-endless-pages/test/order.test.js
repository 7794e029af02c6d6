const assert = require("node:assert");
const { test } = require("node:test");
const { all } = require("../src/pages");

test("entries stay in order", () => {
  const pages = { first: { entries: [{ id: 1 }, { id: 2 }], next: "last" }, last: { entries: [{ id: 3 }], next: null } };
  assert.deepStrictEqual(all({ page: (name) => pages[name] }).map(({ id }) => id), [1, 2, 3]);
});
