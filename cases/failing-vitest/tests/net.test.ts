import { expect, test } from "vitest";
import { net } from "../src/bill";

test("quantities count", () => {
  expect(net([{ name: "tea", cents: 250, quantity: 3 }])).toBe(750);
});

test("an empty bill costs nothing", () => {
  expect(net([])).toBe(0);
});
