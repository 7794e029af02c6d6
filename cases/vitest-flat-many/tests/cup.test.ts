import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CUP is shown with 2 decimals", () => {
  expect(shown(123488, "CUP")).toBe("1234.88 CUP");
});

test("nothing is lost when CUP are shared", () => {
  expect(shares(123488, 7).reduce((a, b) => a + b)).toBe(123488);
});
