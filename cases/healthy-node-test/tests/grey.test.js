import assert from "node:assert/strict";
import { test } from "node:test";
import { grey, landscape } from "../src/pixels.js";

test("grey has three equal bytes", () => {
  const { data } = grey(landscape(2400, 1600));
  for (let at = 0; at < data.length; at += 3) assert.ok(data[at] === data[at + 1] && data[at] === data[at + 2]);
});

test("grey twice is grey once", () => {
  const once = grey(landscape(1600, 1200));
  assert.ok(grey(once).data.equals(once.data));
});
