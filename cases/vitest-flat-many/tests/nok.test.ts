import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NOK is shown with 2 decimals", () => {
  expect(shown(123554, "NOK")).toBe("1235.54 NOK");
});

test("nothing is lost when NOK are shared", () => {
  expect(shares(123554, 7).reduce((a, b) => a + b)).toBe(123554);
});
