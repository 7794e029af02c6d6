import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TND is shown with 3 decimals", () => {
  expect(shown(123586, "TND")).toBe("123.586 TND");
});

test("nothing is lost when TND are shared", () => {
  expect(shares(123586, 7).reduce((a, b) => a + b)).toBe(123586);
});
