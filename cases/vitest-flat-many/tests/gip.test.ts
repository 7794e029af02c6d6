import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GIP is shown with 2 decimals", () => {
  expect(shown(123504, "GIP")).toBe("1235.04 GIP");
});

test("nothing is lost when GIP are shared", () => {
  expect(shares(123504, 7).reduce((a, b) => a + b)).toBe(123504);
});
