import assert from "node:assert/strict";
import { test } from "node:test";
import { landscape } from "../src/pixels.js";
import { pack, unpack } from "../src/store.js";

test("what was packed comes back", () => {
  const image = landscape(4000, 3000, 11);
  const { width, height, data } = unpack(pack(image));
  assert.deepEqual([width, height], [4000, 3000]);
  assert.ok(data.equals(image.data));
});

test("packing makes it smaller", () => {
  const image = landscape(2400, 1600);
  assert.ok(pack(image).length < image.data.length);
});
