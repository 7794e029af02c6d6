import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LBP is shown with 2 decimals", () => {
  expect(shown(123532, "LBP")).toBe("1235.32 LBP");
});

test("nothing is lost when LBP are shared", () => {
  expect(shares(123532, 7).reduce((a, b) => a + b)).toBe(123532);
});
