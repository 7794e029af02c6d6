import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("DOP is shown with 2 decimals", () => {
  expect(shown(123493, "DOP")).toBe("1234.93 DOP");
});

test("nothing is lost when DOP are shared", () => {
  expect(shares(123493, 7).reduce((a, b) => a + b)).toBe(123493);
});
