import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BWP is shown with 2 decimals", () => {
  expect(shown(123478, "BWP")).toBe("1234.78 BWP");
});

test("nothing is lost when BWP are shared", () => {
  expect(shares(123478, 7).reduce((a, b) => a + b)).toBe(123478);
});
