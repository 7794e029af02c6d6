import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LAK is shown with 2 decimals", () => {
  expect(shown(123531, "LAK")).toBe("1235.31 LAK");
});

test("nothing is lost when LAK are shared", () => {
  expect(shares(123531, 7).reduce((a, b) => a + b)).toBe(123531);
});
