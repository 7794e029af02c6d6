import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("DJF is shown with no decimals", () => {
  expect(shown(123491, "DJF")).toBe("123491 DJF");
});

test("nothing is lost when DJF are shared", () => {
  expect(shares(123491, 7).reduce((a, b) => a + b)).toBe(123491);
});
