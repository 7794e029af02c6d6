import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GTQ is shown with 2 decimals", () => {
  expect(shown(123507, "GTQ")).toBe("1235.07 GTQ");
});

test("nothing is lost when GTQ are shared", () => {
  expect(shares(123507, 7).reduce((a, b) => a + b)).toBe(123507);
});
