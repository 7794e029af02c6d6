import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("UZS is shown with 2 decimals", () => {
  expect(shown(123596, "UZS")).toBe("1235.96 UZS");
});

test("nothing is lost when UZS are shared", () => {
  expect(shares(123596, 7).reduce((a, b) => a + b)).toBe(123596);
});
