import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("UYU is shown with 2 decimals", () => {
  expect(shown(123595, "UYU")).toBe("1235.95 UYU");
});

test("nothing is lost when UYU are shared", () => {
  expect(shares(123595, 7).reduce((a, b) => a + b)).toBe(123595);
});
