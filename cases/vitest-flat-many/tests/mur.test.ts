import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MUR is shown with 2 decimals", () => {
  expect(shown(123545, "MUR")).toBe("1235.45 MUR");
});

test("nothing is lost when MUR are shared", () => {
  expect(shares(123545, 7).reduce((a, b) => a + b)).toBe(123545);
});
