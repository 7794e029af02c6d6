import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BRL is shown with 2 decimals", () => {
  expect(shown(123475, "BRL")).toBe("1234.75 BRL");
});

test("nothing is lost when BRL are shared", () => {
  expect(shares(123475, 7).reduce((a, b) => a + b)).toBe(123475);
});
