import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AOA is shown with 2 decimals", () => {
  expect(shown(123461, "AOA")).toBe("1234.61 AOA");
});

test("nothing is lost when AOA are shared", () => {
  expect(shares(123461, 7).reduce((a, b) => a + b)).toBe(123461);
});
