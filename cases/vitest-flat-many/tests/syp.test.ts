import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SYP is shown with 2 decimals", () => {
  expect(shown(123581, "SYP")).toBe("1235.81 SYP");
});

test("nothing is lost when SYP are shared", () => {
  expect(shares(123581, 7).reduce((a, b) => a + b)).toBe(123581);
});
