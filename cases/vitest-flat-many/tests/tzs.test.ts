import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("TZS is shown with 2 decimals", () => {
  expect(shown(123591, "TZS")).toBe("1235.91 TZS");
});

test("nothing is lost when TZS are shared", () => {
  expect(shares(123591, 7).reduce((a, b) => a + b)).toBe(123591);
});
