import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CRC is shown with 2 decimals", () => {
  expect(shown(123487, "CRC")).toBe("1234.87 CRC");
});

test("nothing is lost when CRC are shared", () => {
  expect(shares(123487, 7).reduce((a, b) => a + b)).toBe(123487);
});
