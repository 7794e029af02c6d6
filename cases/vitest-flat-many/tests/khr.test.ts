import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KHR is shown with 2 decimals", () => {
  expect(shown(123524, "KHR")).toBe("1235.24 KHR");
});

test("nothing is lost when KHR are shared", () => {
  expect(shares(123524, 7).reduce((a, b) => a + b)).toBe(123524);
});
