import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TRY is shown with 2 decimals", () => {
  expect(shown(123588, "TRY")).toBe("1235.88 TRY");
});

test("nothing is lost when TRY are shared", () => {
  expect(shares(123588, 7).reduce((a, b) => a + b)).toBe(123588);
});
