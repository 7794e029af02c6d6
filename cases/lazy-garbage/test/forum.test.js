const assert = require("node:assert");
const { test } = require("node:test");
const { lines, tags } = require("../src/feed");

test("every entry of the forum has its seed", () => assert.strictEqual(tags(lines(50_000, 1)).get("seed-1"), 50_000));

test("the forum has fifty tags and its seed", () => assert.strictEqual(tags(lines(50_000, 11)).size, 51));

test("the forum batches whole arrays and forgets them", () => {
  for (let batch = 0; batch < 8; batch++) assert.strictEqual([...lines(25_000, batch)].length, 25_000);
});
