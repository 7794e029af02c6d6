import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("EUR is shown with 2 decimals", () => {
  expect(shown(123498, "EUR")).toBe("1234.98 EUR");
});

test("nothing is lost when EUR are shared", () => {
  expect(shares(123498, 7).reduce((a, b) => a + b)).toBe(123498);
});
