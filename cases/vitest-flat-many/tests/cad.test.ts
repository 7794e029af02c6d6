import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("CAD is shown with 2 decimals", () => {
  expect(shown(123481, "CAD")).toBe("1234.81 CAD");
});

test("nothing is lost when CAD are shared", () => {
  expect(shares(123481, 7).reduce((a, b) => a + b)).toBe(123481);
});
