import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("JOD is shown with 3 decimals", () => {
  expect(shown(123520, "JOD")).toBe("123.520 JOD");
});

test("nothing is lost when JOD are shared", () => {
  expect(shares(123520, 7).reduce((a, b) => a + b)).toBe(123520);
});
