import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TJS is shown with 2 decimals", () => {
  expect(shown(123584, "TJS")).toBe("1235.84 TJS");
});

test("nothing is lost when TJS are shared", () => {
  expect(shares(123584, 7).reduce((a, b) => a + b)).toBe(123584);
});
