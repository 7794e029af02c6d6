import assert from "node:assert/strict";
import { test } from "node:test";
import { histogram, landscape } from "../src/pixels.js";

test("every pixel is counted once", () => {
  const counts = histogram(landscape(4000, 3000));
  assert.equal(counts.reduce((a, b) => a + b), 4000 * 3000);
});

test("other seeds, other images", () => {
  assert.notDeepEqual(histogram(landscape(1500, 1000, 2)), histogram(landscape(1500, 1000, 5)));
});
