import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KMF is shown with no decimals", () => {
  expect(shown(123525, "KMF")).toBe("123525 KMF");
});

test("nothing is lost when KMF are shared", () => {
  expect(shares(123525, 7).reduce((a, b) => a + b)).toBe(123525);
});
