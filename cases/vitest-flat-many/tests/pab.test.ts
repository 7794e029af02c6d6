import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PAB is shown with 2 decimals", () => {
  expect(shown(123558, "PAB")).toBe("1235.58 PAB");
});

test("nothing is lost when PAB are shared", () => {
  expect(shares(123558, 7).reduce((a, b) => a + b)).toBe(123558);
});
