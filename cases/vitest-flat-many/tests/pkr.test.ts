import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PKR is shown with 2 decimals", () => {
  expect(shown(123562, "PKR")).toBe("1235.62 PKR");
});

test("nothing is lost when PKR are shared", () => {
  expect(shares(123562, 7).reduce((a, b) => a + b)).toBe(123562);
});
