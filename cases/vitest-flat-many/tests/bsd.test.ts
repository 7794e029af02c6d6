import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BSD is shown with 2 decimals", () => {
  expect(shown(123476, "BSD")).toBe("1234.76 BSD");
});

test("nothing is lost when BSD are shared", () => {
  expect(shares(123476, 7).reduce((a, b) => a + b)).toBe(123476);
});
