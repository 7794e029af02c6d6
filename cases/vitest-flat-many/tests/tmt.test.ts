import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TMT is shown with 2 decimals", () => {
  expect(shown(123585, "TMT")).toBe("1235.85 TMT");
});

test("nothing is lost when TMT are shared", () => {
  expect(shares(123585, 7).reduce((a, b) => a + b)).toBe(123585);
});
