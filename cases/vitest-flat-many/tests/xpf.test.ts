import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("XPF is shown with no decimals", () => {
  expect(shown(123604, "XPF")).toBe("123604 XPF");
});

test("nothing is lost when XPF are shared", () => {
  expect(shares(123604, 7).reduce((a, b) => a + b)).toBe(123604);
});
