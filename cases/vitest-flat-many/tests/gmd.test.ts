import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GMD is shown with 2 decimals", () => {
  expect(shown(123505, "GMD")).toBe("1235.05 GMD");
});

test("nothing is lost when GMD are shared", () => {
  expect(shares(123505, 7).reduce((a, b) => a + b)).toBe(123505);
});
