import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TWD is shown with 2 decimals", () => {
  expect(shown(123590, "TWD")).toBe("1235.90 TWD");
});

test("nothing is lost when TWD are shared", () => {
  expect(shares(123590, 7).reduce((a, b) => a + b)).toBe(123590);
});
