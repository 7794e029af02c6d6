import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SRD is shown with 2 decimals", () => {
  expect(shown(123578, "SRD")).toBe("1235.78 SRD");
});

test("nothing is lost when SRD are shared", () => {
  expect(shares(123578, 7).reduce((a, b) => a + b)).toBe(123578);
});
