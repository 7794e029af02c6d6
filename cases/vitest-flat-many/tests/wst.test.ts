import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("WST is shown with 2 decimals", () => {
  expect(shown(123600, "WST")).toBe("1236.00 WST");
});

test("nothing is lost when WST are shared", () => {
  expect(shares(123600, 7).reduce((a, b) => a + b)).toBe(123600);
});
