import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("HTG is shown with 2 decimals", () => {
  expect(shown(123511, "HTG")).toBe("1235.11 HTG");
});

test("nothing is lost when HTG are shared", () => {
  expect(shares(123511, 7).reduce((a, b) => a + b)).toBe(123511);
});
