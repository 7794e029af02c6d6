import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SGD is shown with 2 decimals", () => {
  expect(shown(123575, "SGD")).toBe("1235.75 SGD");
});

test("nothing is lost when SGD are shared", () => {
  expect(shares(123575, 7).reduce((a, b) => a + b)).toBe(123575);
});
