import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NZD is shown with 2 decimals", () => {
  expect(shown(123556, "NZD")).toBe("1235.56 NZD");
});

test("nothing is lost when NZD are shared", () => {
  expect(shares(123556, 7).reduce((a, b) => a + b)).toBe(123556);
});
