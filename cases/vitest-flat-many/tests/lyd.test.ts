import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LYD is shown with 3 decimals", () => {
  expect(shown(123536, "LYD")).toBe("123.536 LYD");
});

test("nothing is lost when LYD are shared", () => {
  expect(shares(123536, 7).reduce((a, b) => a + b)).toBe(123536);
});
