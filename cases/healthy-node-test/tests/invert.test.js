import assert from "node:assert/strict";
import { test } from "node:test";
import { invert, landscape } from "../src/pixels.js";

test("inverting twice changes nothing", () => {
  const image = landscape(4000, 3000, 3);
  assert.ok(invert(invert(image)).data.equals(image.data));
});

test("black becomes white", () => {
  assert.equal(invert({ width: 1, height: 1, data: Buffer.alloc(3) }).data[0], 255);
});
