import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("IQD is shown with 3 decimals", () => {
  expect(shown(123516, "IQD")).toBe("123.516 IQD");
});

test("nothing is lost when IQD are shared", () => {
  expect(shares(123516, 7).reduce((a, b) => a + b)).toBe(123516);
});
