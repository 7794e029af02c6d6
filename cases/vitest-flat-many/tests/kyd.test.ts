import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KYD is shown with 2 decimals", () => {
  expect(shown(123529, "KYD")).toBe("1235.29 KYD");
});

test("nothing is lost when KYD are shared", () => {
  expect(shares(123529, 7).reduce((a, b) => a + b)).toBe(123529);
});
