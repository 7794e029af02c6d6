import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CNY is shown with 2 decimals", () => {
  expect(shown(123485, "CNY")).toBe("1234.85 CNY");
});

test("nothing is lost when CNY are shared", () => {
  expect(shares(123485, 7).reduce((a, b) => a + b)).toBe(123485);
});
