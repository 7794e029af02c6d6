import assert from "node:assert/strict";
import { test } from "node:test";
import { half, landscape } from "../src/pixels.js";

test("half of an image has a quarter of its bytes", () => {
  const image = landscape(4000, 3000);
  assert.equal(half(image).data.length, image.data.length / 4);
});

test("the first pixel stays", () => {
  const image = landscape(2000, 1500, 7);
  assert.ok(half(image).data.subarray(0, 3).equals(image.data.subarray(0, 3)));
});
