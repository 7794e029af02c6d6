import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CDF is shown with 2 decimals", () => {
  expect(shown(123482, "CDF")).toBe("1234.82 CDF");
});

test("nothing is lost when CDF are shared", () => {
  expect(shares(123482, 7).reduce((a, b) => a + b)).toBe(123482);
});
