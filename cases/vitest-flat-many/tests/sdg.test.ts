import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SDG is shown with 2 decimals", () => {
  expect(shown(123573, "SDG")).toBe("1235.73 SDG");
});

test("nothing is lost when SDG are shared", () => {
  expect(shares(123573, 7).reduce((a, b) => a + b)).toBe(123573);
});
