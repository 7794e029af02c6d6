import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MZN is shown with 2 decimals", () => {
  expect(shown(123550, "MZN")).toBe("1235.50 MZN");
});

test("nothing is lost when MZN are shared", () => {
  expect(shares(123550, 7).reduce((a, b) => a + b)).toBe(123550);
});
