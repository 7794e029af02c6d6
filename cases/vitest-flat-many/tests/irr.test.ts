import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("IRR is shown with 2 decimals", () => {
  expect(shown(123517, "IRR")).toBe("1235.17 IRR");
});

test("nothing is lost when IRR are shared", () => {
  expect(shares(123517, 7).reduce((a, b) => a + b)).toBe(123517);
});
