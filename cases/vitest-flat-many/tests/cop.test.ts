import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("COP is shown with 2 decimals", () => {
  expect(shown(123486, "COP")).toBe("1234.86 COP");
});

test("nothing is lost when COP are shared", () => {
  expect(shares(123486, 7).reduce((a, b) => a + b)).toBe(123486);
});
