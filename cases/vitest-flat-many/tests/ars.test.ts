import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ARS is shown with 2 decimals", () => {
  expect(shown(123462, "ARS")).toBe("1234.62 ARS");
});

test("nothing is lost when ARS are shared", () => {
  expect(shares(123462, 7).reduce((a, b) => a + b)).toBe(123462);
});
