import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("UAH is shown with 2 decimals", () => {
  expect(shown(123592, "UAH")).toBe("1235.92 UAH");
});

test("nothing is lost when UAH are shared", () => {
  expect(shares(123592, 7).reduce((a, b) => a + b)).toBe(123592);
});
