import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BZD is shown with 2 decimals", () => {
  expect(shown(123480, "BZD")).toBe("1234.80 BZD");
});

test("nothing is lost when BZD are shared", () => {
  expect(shares(123480, 7).reduce((a, b) => a + b)).toBe(123480);
});
