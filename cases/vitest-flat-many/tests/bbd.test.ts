import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BBD is shown with 2 decimals", () => {
  expect(shown(123467, "BBD")).toBe("1234.67 BBD");
});

test("nothing is lost when BBD are shared", () => {
  expect(shares(123467, 7).reduce((a, b) => a + b)).toBe(123467);
});
