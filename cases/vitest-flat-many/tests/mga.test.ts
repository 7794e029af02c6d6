import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MGA is shown with 2 decimals", () => {
  expect(shown(123539, "MGA")).toBe("1235.39 MGA");
});

test("nothing is lost when MGA are shared", () => {
  expect(shares(123539, 7).reduce((a, b) => a + b)).toBe(123539);
});
