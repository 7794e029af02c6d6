import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NPR is shown with 2 decimals", () => {
  expect(shown(123555, "NPR")).toBe("1235.55 NPR");
});

test("nothing is lost when NPR are shared", () => {
  expect(shares(123555, 7).reduce((a, b) => a + b)).toBe(123555);
});
