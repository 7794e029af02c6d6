import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KES is shown with 2 decimals", () => {
  expect(shown(123522, "KES")).toBe("1235.22 KES");
});

test("nothing is lost when KES are shared", () => {
  expect(shares(123522, 7).reduce((a, b) => a + b)).toBe(123522);
});
