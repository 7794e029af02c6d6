import assert from "node:assert/strict";
import { test } from "node:test";
import { grey, half, invert, landscape } from "../src/pixels.js";

test("changes may follow each other", () => {
  for (let seed = 1; seed <= 6; seed++) {
    const image = half(invert(grey(landscape(3600, 2400, seed))));
    assert.deepEqual([image.width, image.height], [1800, 1200]);
  }
});

test("their order does not matter", () => {
  const image = landscape(3600, 2400, 4);
  assert.ok(half(invert(image)).data.equals(invert(half(image)).data));
});
