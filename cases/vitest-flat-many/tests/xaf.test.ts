import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("XAF is shown with no decimals", () => {
  expect(shown(123601, "XAF")).toBe("123601 XAF");
});

test("nothing is lost when XAF are shared", () => {
  expect(shares(123601, 7).reduce((a, b) => a + b)).toBe(123601);
});
