import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PGK is shown with 2 decimals", () => {
  expect(shown(123560, "PGK")).toBe("1235.60 PGK");
});

test("nothing is lost when PGK are shared", () => {
  expect(shares(123560, 7).reduce((a, b) => a + b)).toBe(123560);
});
