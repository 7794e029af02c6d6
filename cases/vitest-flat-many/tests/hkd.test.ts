import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("HKD is shown with 2 decimals", () => {
  expect(shown(123509, "HKD")).toBe("1235.09 HKD");
});

test("nothing is lost when HKD are shared", () => {
  expect(shares(123509, 7).reduce((a, b) => a + b)).toBe(123509);
});
