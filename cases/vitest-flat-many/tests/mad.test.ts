import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MAD is shown with 2 decimals", () => {
  expect(shown(123537, "MAD")).toBe("1235.37 MAD");
});

test("nothing is lost when MAD are shared", () => {
  expect(shares(123537, 7).reduce((a, b) => a + b)).toBe(123537);
});
