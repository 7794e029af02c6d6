import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MOP is shown with 2 decimals", () => {
  expect(shown(123543, "MOP")).toBe("1235.43 MOP");
});

test("nothing is lost when MOP are shared", () => {
  expect(shares(123543, 7).reduce((a, b) => a + b)).toBe(123543);
});
