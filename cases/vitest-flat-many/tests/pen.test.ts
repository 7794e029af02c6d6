import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PEN is shown with 2 decimals", () => {
  expect(shown(123559, "PEN")).toBe("1235.59 PEN");
});

test("nothing is lost when PEN are shared", () => {
  expect(shares(123559, 7).reduce((a, b) => a + b)).toBe(123559);
});
