import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("HUF is shown with 2 decimals", () => {
  expect(shown(123512, "HUF")).toBe("1235.12 HUF");
});

test("nothing is lost when HUF are shared", () => {
  expect(shares(123512, 7).reduce((a, b) => a + b)).toBe(123512);
});
