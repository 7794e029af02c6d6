import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BHD is shown with 3 decimals", () => {
  expect(shown(123470, "BHD")).toBe("123.470 BHD");
});

test("nothing is lost when BHD are shared", () => {
  expect(shares(123470, 7).reduce((a, b) => a + b)).toBe(123470);
});
