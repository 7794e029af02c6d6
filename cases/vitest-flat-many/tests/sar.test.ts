import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SAR is shown with 2 decimals", () => {
  expect(shown(123570, "SAR")).toBe("1235.70 SAR");
});

test("nothing is lost when SAR are shared", () => {
  expect(shares(123570, 7).reduce((a, b) => a + b)).toBe(123570);
});
