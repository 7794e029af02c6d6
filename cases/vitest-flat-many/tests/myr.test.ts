import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MYR is shown with 2 decimals", () => {
  expect(shown(123549, "MYR")).toBe("1235.49 MYR");
});

test("nothing is lost when MYR are shared", () => {
  expect(shares(123549, 7).reduce((a, b) => a + b)).toBe(123549);
});
