import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PYG is shown with no decimals", () => {
  expect(shown(123564, "PYG")).toBe("123564 PYG");
});

test("nothing is lost when PYG are shared", () => {
  expect(shares(123564, 7).reduce((a, b) => a + b)).toBe(123564);
});
