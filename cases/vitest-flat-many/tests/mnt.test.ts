import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MNT is shown with 2 decimals", () => {
  expect(shown(123542, "MNT")).toBe("1235.42 MNT");
});

test("nothing is lost when MNT are shared", () => {
  expect(shares(123542, 7).reduce((a, b) => a + b)).toBe(123542);
});
