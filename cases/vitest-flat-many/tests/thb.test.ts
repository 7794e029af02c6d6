import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("THB is shown with 2 decimals", () => {
  expect(shown(123583, "THB")).toBe("1235.83 THB");
});

test("nothing is lost when THB are shared", () => {
  expect(shares(123583, 7).reduce((a, b) => a + b)).toBe(123583);
});
