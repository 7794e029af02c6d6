import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AUD is shown with 2 decimals", () => {
  expect(shown(123463, "AUD")).toBe("1234.63 AUD");
});

test("nothing is lost when AUD are shared", () => {
  expect(shares(123463, 7).reduce((a, b) => a + b)).toBe(123463);
});
