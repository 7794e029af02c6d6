import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("FKP is shown with 2 decimals", () => {
  expect(shown(123500, "FKP")).toBe("1235.00 FKP");
});

test("nothing is lost when FKP are shared", () => {
  expect(shares(123500, 7).reduce((a, b) => a + b)).toBe(123500);
});
