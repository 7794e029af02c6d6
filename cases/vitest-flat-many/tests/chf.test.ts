import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CHF is shown with 2 decimals", () => {
  expect(shown(123483, "CHF")).toBe("1234.83 CHF");
});

test("nothing is lost when CHF are shared", () => {
  expect(shares(123483, 7).reduce((a, b) => a + b)).toBe(123483);
});
