import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("YER is shown with 2 decimals", () => {
  expect(shown(123605, "YER")).toBe("1236.05 YER");
});

test("nothing is lost when YER are shared", () => {
  expect(shares(123605, 7).reduce((a, b) => a + b)).toBe(123605);
});
