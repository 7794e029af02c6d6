import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("DKK is shown with 2 decimals", () => {
  expect(shown(123492, "DKK")).toBe("1234.92 DKK");
});

test("nothing is lost when DKK are shared", () => {
  expect(shares(123492, 7).reduce((a, b) => a + b)).toBe(123492);
});
