import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KWD is shown with 3 decimals", () => {
  expect(shown(123528, "KWD")).toBe("123.528 KWD");
});

test("nothing is lost when KWD are shared", () => {
  expect(shares(123528, 7).reduce((a, b) => a + b)).toBe(123528);
});
