import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BOB is shown with 2 decimals", () => {
  expect(shown(123474, "BOB")).toBe("1234.74 BOB");
});

test("nothing is lost when BOB are shared", () => {
  expect(shares(123474, 7).reduce((a, b) => a + b)).toBe(123474);
});
