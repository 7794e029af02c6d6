import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MMK is shown with 2 decimals", () => {
  expect(shown(123541, "MMK")).toBe("1235.41 MMK");
});

test("nothing is lost when MMK are shared", () => {
  expect(shares(123541, 7).reduce((a, b) => a + b)).toBe(123541);
});
