import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("STN is shown with 2 decimals", () => {
  expect(shown(123580, "STN")).toBe("1235.80 STN");
});

test("nothing is lost when STN are shared", () => {
  expect(shares(123580, 7).reduce((a, b) => a + b)).toBe(123580);
});
