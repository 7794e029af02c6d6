import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("FJD is shown with 2 decimals", () => {
  expect(shown(123499, "FJD")).toBe("1234.99 FJD");
});

test("nothing is lost when FJD are shared", () => {
  expect(shares(123499, 7).reduce((a, b) => a + b)).toBe(123499);
});
