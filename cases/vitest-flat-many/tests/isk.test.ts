import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ISK is shown with no decimals", () => {
  expect(shown(123518, "ISK")).toBe("123518 ISK");
});

test("nothing is lost when ISK are shared", () => {
  expect(shares(123518, 7).reduce((a, b) => a + b)).toBe(123518);
});
