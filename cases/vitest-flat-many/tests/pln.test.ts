import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PLN is shown with 2 decimals", () => {
  expect(shown(123563, "PLN")).toBe("1235.63 PLN");
});

test("nothing is lost when PLN are shared", () => {
  expect(shares(123563, 7).reduce((a, b) => a + b)).toBe(123563);
});
