import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MWK is shown with 2 decimals", () => {
  expect(shown(123547, "MWK")).toBe("1235.47 MWK");
});

test("nothing is lost when MWK are shared", () => {
  expect(shares(123547, 7).reduce((a, b) => a + b)).toBe(123547);
});
