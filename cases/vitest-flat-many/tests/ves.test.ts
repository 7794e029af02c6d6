import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("VES is shown with 2 decimals", () => {
  expect(shown(123597, "VES")).toBe("1235.97 VES");
});

test("nothing is lost when VES are shared", () => {
  expect(shares(123597, 7).reduce((a, b) => a + b)).toBe(123597);
});
