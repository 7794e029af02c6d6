import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ETB is shown with 2 decimals", () => {
  expect(shown(123497, "ETB")).toBe("1234.97 ETB");
});

test("nothing is lost when ETB are shared", () => {
  expect(shares(123497, 7).reduce((a, b) => a + b)).toBe(123497);
});
