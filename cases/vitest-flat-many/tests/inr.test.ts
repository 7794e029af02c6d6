import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("INR is shown with 2 decimals", () => {
  expect(shown(123515, "INR")).toBe("1235.15 INR");
});

test("nothing is lost when INR are shared", () => {
  expect(shares(123515, 7).reduce((a, b) => a + b)).toBe(123515);
});
