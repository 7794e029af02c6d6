import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("XOF is shown with no decimals", () => {
  expect(shown(123603, "XOF")).toBe("123603 XOF");
});

test("nothing is lost when XOF are shared", () => {
  expect(shares(123603, 7).reduce((a, b) => a + b)).toBe(123603);
});
