import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SOS is shown with 2 decimals", () => {
  expect(shown(123577, "SOS")).toBe("1235.77 SOS");
});

test("nothing is lost when SOS are shared", () => {
  expect(shares(123577, 7).reduce((a, b) => a + b)).toBe(123577);
});
