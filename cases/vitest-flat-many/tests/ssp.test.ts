import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SSP is shown with 2 decimals", () => {
  expect(shown(123579, "SSP")).toBe("1235.79 SSP");
});

test("nothing is lost when SSP are shared", () => {
  expect(shares(123579, 7).reduce((a, b) => a + b)).toBe(123579);
});
