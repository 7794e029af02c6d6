import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LSL is shown with 2 decimals", () => {
  expect(shown(123535, "LSL")).toBe("1235.35 LSL");
});

test("nothing is lost when LSL are shared", () => {
  expect(shares(123535, 7).reduce((a, b) => a + b)).toBe(123535);
});
