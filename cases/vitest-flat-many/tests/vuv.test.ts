import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("VUV is shown with no decimals", () => {
  expect(shown(123599, "VUV")).toBe("123599 VUV");
});

test("nothing is lost when VUV are shared", () => {
  expect(shares(123599, 7).reduce((a, b) => a + b)).toBe(123599);
});
