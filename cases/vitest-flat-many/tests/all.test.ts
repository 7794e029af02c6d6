import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ALL is shown with 2 decimals", () => {
  expect(shown(123458, "ALL")).toBe("1234.58 ALL");
});

test("nothing is lost when ALL are shared", () => {
  expect(shares(123458, 7).reduce((a, b) => a + b)).toBe(123458);
});
