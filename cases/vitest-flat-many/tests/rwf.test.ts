import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("RWF is shown with no decimals", () => {
  expect(shown(123569, "RWF")).toBe("123569 RWF");
});

test("nothing is lost when RWF are shared", () => {
  expect(shares(123569, 7).reduce((a, b) => a + b)).toBe(123569);
});
