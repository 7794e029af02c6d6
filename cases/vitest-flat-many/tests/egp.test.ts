import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("EGP is shown with 2 decimals", () => {
  expect(shown(123495, "EGP")).toBe("1234.95 EGP");
});

test("nothing is lost when EGP are shared", () => {
  expect(shares(123495, 7).reduce((a, b) => a + b)).toBe(123495);
});
