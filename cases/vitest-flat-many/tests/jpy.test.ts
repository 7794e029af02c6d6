import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("JPY is shown with no decimals", () => {
  expect(shown(123521, "JPY")).toBe("123521 JPY");
});

test("nothing is lost when JPY are shared", () => {
  expect(shares(123521, 7).reduce((a, b) => a + b)).toBe(123521);
});
