import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CLP is shown with no decimals", () => {
  expect(shown(123484, "CLP")).toBe("123484 CLP");
});

test("nothing is lost when CLP are shared", () => {
  expect(shares(123484, 7).reduce((a, b) => a + b)).toBe(123484);
});
