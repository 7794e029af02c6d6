import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AED is shown with 2 decimals", () => {
  expect(shown(123456, "AED")).toBe("1234.56 AED");
});

test("nothing is lost when AED are shared", () => {
  expect(shares(123456, 7).reduce((a, b) => a + b)).toBe(123456);
});
