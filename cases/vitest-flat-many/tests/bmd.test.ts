import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BMD is shown with 2 decimals", () => {
  expect(shown(123472, "BMD")).toBe("1234.72 BMD");
});

test("nothing is lost when BMD are shared", () => {
  expect(shares(123472, 7).reduce((a, b) => a + b)).toBe(123472);
});
