import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MXN is shown with 2 decimals", () => {
  expect(shown(123548, "MXN")).toBe("1235.48 MXN");
});

test("nothing is lost when MXN are shared", () => {
  expect(shares(123548, 7).reduce((a, b) => a + b)).toBe(123548);
});
