import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LRD is shown with 2 decimals", () => {
  expect(shown(123534, "LRD")).toBe("1235.34 LRD");
});

test("nothing is lost when LRD are shared", () => {
  expect(shares(123534, 7).reduce((a, b) => a + b)).toBe(123534);
});
