import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CZK is shown with 2 decimals", () => {
  expect(shown(123490, "CZK")).toBe("1234.90 CZK");
});

test("nothing is lost when CZK are shared", () => {
  expect(shares(123490, 7).reduce((a, b) => a + b)).toBe(123490);
});
