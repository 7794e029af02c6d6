import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KZT is shown with 2 decimals", () => {
  expect(shown(123530, "KZT")).toBe("1235.30 KZT");
});

test("nothing is lost when KZT are shared", () => {
  expect(shares(123530, 7).reduce((a, b) => a + b)).toBe(123530);
});
