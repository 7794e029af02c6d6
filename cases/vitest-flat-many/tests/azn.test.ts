import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AZN is shown with 2 decimals", () => {
  expect(shown(123465, "AZN")).toBe("1234.65 AZN");
});

test("nothing is lost when AZN are shared", () => {
  expect(shares(123465, 7).reduce((a, b) => a + b)).toBe(123465);
});
