import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("UGX is shown with no decimals", () => {
  expect(shown(123593, "UGX")).toBe("123593 UGX");
});

test("nothing is lost when UGX are shared", () => {
  expect(shares(123593, 7).reduce((a, b) => a + b)).toBe(123593);
});
