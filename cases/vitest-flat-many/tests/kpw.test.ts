import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KPW is shown with 2 decimals", () => {
  expect(shown(123526, "KPW")).toBe("1235.26 KPW");
});

test("nothing is lost when KPW are shared", () => {
  expect(shares(123526, 7).reduce((a, b) => a + b)).toBe(123526);
});
