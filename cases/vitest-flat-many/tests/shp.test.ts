import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SHP is shown with 2 decimals", () => {
  expect(shown(123576, "SHP")).toBe("1235.76 SHP");
});

test("nothing is lost when SHP are shared", () => {
  expect(shares(123576, 7).reduce((a, b) => a + b)).toBe(123576);
});
