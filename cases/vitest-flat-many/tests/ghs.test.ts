import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GHS is shown with 2 decimals", () => {
  expect(shown(123503, "GHS")).toBe("1235.03 GHS");
});

test("nothing is lost when GHS are shared", () => {
  expect(shares(123503, 7).reduce((a, b) => a + b)).toBe(123503);
});
