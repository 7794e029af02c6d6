import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AFN is shown with 2 decimals", () => {
  expect(shown(123457, "AFN")).toBe("1234.57 AFN");
});

test("nothing is lost when AFN are shared", () => {
  expect(shares(123457, 7).reduce((a, b) => a + b)).toBe(123457);
});
