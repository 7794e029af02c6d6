import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GBP is shown with 2 decimals", () => {
  expect(shown(123501, "GBP")).toBe("1235.01 GBP");
});

test("nothing is lost when GBP are shared", () => {
  expect(shares(123501, 7).reduce((a, b) => a + b)).toBe(123501);
});
