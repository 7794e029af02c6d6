import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TTD is shown with 2 decimals", () => {
  expect(shown(123589, "TTD")).toBe("1235.89 TTD");
});

test("nothing is lost when TTD are shared", () => {
  expect(shares(123589, 7).reduce((a, b) => a + b)).toBe(123589);
});
