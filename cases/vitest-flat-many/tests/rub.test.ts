import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("RUB is shown with 2 decimals", () => {
  expect(shown(123568, "RUB")).toBe("1235.68 RUB");
});

test("nothing is lost when RUB are shared", () => {
  expect(shares(123568, 7).reduce((a, b) => a + b)).toBe(123568);
});
