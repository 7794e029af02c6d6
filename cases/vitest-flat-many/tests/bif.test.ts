import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BIF is shown with no decimals", () => {
  expect(shown(123471, "BIF")).toBe("123471 BIF");
});

test("nothing is lost when BIF are shared", () => {
  expect(shares(123471, 7).reduce((a, b) => a + b)).toBe(123471);
});
