import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BDT is shown with 2 decimals", () => {
  expect(shown(123468, "BDT")).toBe("1234.68 BDT");
});

test("nothing is lost when BDT are shared", () => {
  expect(shares(123468, 7).reduce((a, b) => a + b)).toBe(123468);
});
