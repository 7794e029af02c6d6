import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KGS is shown with 2 decimals", () => {
  expect(shown(123523, "KGS")).toBe("1235.23 KGS");
});

test("nothing is lost when KGS are shared", () => {
  expect(shares(123523, 7).reduce((a, b) => a + b)).toBe(123523);
});
