import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("VND is shown with no decimals", () => {
  expect(shown(123598, "VND")).toBe("123598 VND");
});

test("nothing is lost when VND are shared", () => {
  expect(shares(123598, 7).reduce((a, b) => a + b)).toBe(123598);
});
