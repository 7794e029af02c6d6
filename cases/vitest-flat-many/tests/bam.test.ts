import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BAM is shown with 2 decimals", () => {
  expect(shown(123466, "BAM")).toBe("1234.66 BAM");
});

test("nothing is lost when BAM are shared", () => {
  expect(shares(123466, 7).reduce((a, b) => a + b)).toBe(123466);
});
