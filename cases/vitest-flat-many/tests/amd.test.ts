import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AMD is shown with 2 decimals", () => {
  expect(shown(123459, "AMD")).toBe("1234.59 AMD");
});

test("nothing is lost when AMD are shared", () => {
  expect(shares(123459, 7).reduce((a, b) => a + b)).toBe(123459);
});
