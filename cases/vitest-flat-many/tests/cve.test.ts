import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CVE is shown with 2 decimals", () => {
  expect(shown(123489, "CVE")).toBe("1234.89 CVE");
});

test("nothing is lost when CVE are shared", () => {
  expect(shares(123489, 7).reduce((a, b) => a + b)).toBe(123489);
});
