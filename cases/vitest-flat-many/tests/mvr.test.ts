import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MVR is shown with 2 decimals", () => {
  expect(shown(123546, "MVR")).toBe("1235.46 MVR");
});

test("nothing is lost when MVR are shared", () => {
  expect(shares(123546, 7).reduce((a, b) => a + b)).toBe(123546);
});
