import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("RON is shown with 2 decimals", () => {
  expect(shown(123566, "RON")).toBe("1235.66 RON");
});

test("nothing is lost when RON are shared", () => {
  expect(shares(123566, 7).reduce((a, b) => a + b)).toBe(123566);
});
