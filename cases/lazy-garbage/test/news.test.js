const assert = require("node:assert");
const { test } = require("node:test");
const { lines, tags } = require("../src/feed");

test("every entry of the news has its seed", () => assert.strictEqual(tags(lines(50_000, 3)).get("seed-3"), 50_000));

test("the news has fifty tags and its seed", () => assert.strictEqual(tags(lines(50_000, 13)).size, 51));

test("the news batches whole arrays and forgets them", () => {
  for (let batch = 0; batch < 8; batch++) assert.strictEqual([...lines(25_000, batch)].length, 25_000);
});
