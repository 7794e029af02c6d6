import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("OMR is shown with 3 decimals", () => {
  expect(shown(123557, "OMR")).toBe("123.557 OMR");
});

test("nothing is lost when OMR are shared", () => {
  expect(shares(123557, 7).reduce((a, b) => a + b)).toBe(123557);
});
