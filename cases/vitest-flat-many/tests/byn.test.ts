import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BYN is shown with 2 decimals", () => {
  expect(shown(123479, "BYN")).toBe("1234.79 BYN");
});

test("nothing is lost when BYN are shared", () => {
  expect(shares(123479, 7).reduce((a, b) => a + b)).toBe(123479);
});
