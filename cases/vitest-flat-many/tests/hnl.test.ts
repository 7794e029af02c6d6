import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("HNL is shown with 2 decimals", () => {
  expect(shown(123510, "HNL")).toBe("1235.10 HNL");
});

test("nothing is lost when HNL are shared", () => {
  expect(shares(123510, 7).reduce((a, b) => a + b)).toBe(123510);
});
