import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NAD is shown with 2 decimals", () => {
  expect(shown(123551, "NAD")).toBe("1235.51 NAD");
});

test("nothing is lost when NAD are shared", () => {
  expect(shares(123551, 7).reduce((a, b) => a + b)).toBe(123551);
});
