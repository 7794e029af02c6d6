import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SBD is shown with 2 decimals", () => {
  expect(shown(123571, "SBD")).toBe("1235.71 SBD");
});

test("nothing is lost when SBD are shared", () => {
  expect(shares(123571, 7).reduce((a, b) => a + b)).toBe(123571);
});
