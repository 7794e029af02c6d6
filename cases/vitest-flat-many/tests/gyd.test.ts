import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GYD is shown with 2 decimals", () => {
  expect(shown(123508, "GYD")).toBe("1235.08 GYD");
});

test("nothing is lost when GYD are shared", () => {
  expect(shares(123508, 7).reduce((a, b) => a + b)).toBe(123508);
});
