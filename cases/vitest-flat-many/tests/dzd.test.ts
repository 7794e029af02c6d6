import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("DZD is shown with 2 decimals", () => {
  expect(shown(123494, "DZD")).toBe("1234.94 DZD");
});

test("nothing is lost when DZD are shared", () => {
  expect(shares(123494, 7).reduce((a, b) => a + b)).toBe(123494);
});
