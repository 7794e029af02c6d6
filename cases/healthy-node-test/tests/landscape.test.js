import assert from "node:assert/strict";
import { test } from "node:test";
import { landscape } from "../src/pixels.js";

test("an image has three bytes a pixel", () => {
  for (let seed = 1; seed <= 12; seed++) assert.equal(landscape(2000, 1500, seed).data.length, 9_000_000);
});

test("the same seed gives the same image", () => {
  assert.ok(landscape(2000, 1500, 9).data.equals(landscape(2000, 1500, 9).data));
});
