import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ANG is shown with 2 decimals", () => {
  expect(shown(123460, "ANG")).toBe("1234.60 ANG");
});

test("nothing is lost when ANG are shared", () => {
  expect(shares(123460, 7).reduce((a, b) => a + b)).toBe(123460);
});
