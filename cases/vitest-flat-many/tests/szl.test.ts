import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SZL is shown with 2 decimals", () => {
  expect(shown(123582, "SZL")).toBe("1235.82 SZL");
});

test("nothing is lost when SZL are shared", () => {
  expect(shares(123582, 7).reduce((a, b) => a + b)).toBe(123582);
});
