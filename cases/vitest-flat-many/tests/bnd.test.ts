import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BND is shown with 2 decimals", () => {
  expect(shown(123473, "BND")).toBe("1234.73 BND");
});

test("nothing is lost when BND are shared", () => {
  expect(shares(123473, 7).reduce((a, b) => a + b)).toBe(123473);
});
