import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("IDR is shown with 2 decimals", () => {
  expect(shown(123513, "IDR")).toBe("1235.13 IDR");
});

test("nothing is lost when IDR are shared", () => {
  expect(shares(123513, 7).reduce((a, b) => a + b)).toBe(123513);
});
