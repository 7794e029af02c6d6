import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("LKR is shown with 2 decimals", () => {
  expect(shown(123533, "LKR")).toBe("1235.33 LKR");
});

test("nothing is lost when LKR are shared", () => {
  expect(shares(123533, 7).reduce((a, b) => a + b)).toBe(123533);
});
