import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SCR is shown with 2 decimals", () => {
  expect(shown(123572, "SCR")).toBe("1235.72 SCR");
});

test("nothing is lost when SCR are shared", () => {
  expect(shares(123572, 7).reduce((a, b) => a + b)).toBe(123572);
});
