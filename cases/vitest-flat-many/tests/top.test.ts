import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TOP is shown with 2 decimals", () => {
  expect(shown(123587, "TOP")).toBe("1235.87 TOP");
});

test("nothing is lost when TOP are shared", () => {
  expect(shares(123587, 7).reduce((a, b) => a + b)).toBe(123587);
});
