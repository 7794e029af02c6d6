import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ERN is shown with 2 decimals", () => {
  expect(shown(123496, "ERN")).toBe("1234.96 ERN");
});

test("nothing is lost when ERN are shared", () => {
  expect(shares(123496, 7).reduce((a, b) => a + b)).toBe(123496);
});
