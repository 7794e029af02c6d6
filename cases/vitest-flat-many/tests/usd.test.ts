import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("USD is shown with 2 decimals", () => {
  expect(shown(123594, "USD")).toBe("1235.94 USD");
});

test("nothing is lost when USD are shared", () => {
  expect(shares(123594, 7).reduce((a, b) => a + b)).toBe(123594);
});
