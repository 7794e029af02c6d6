import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MDL is shown with 2 decimals", () => {
  expect(shown(123538, "MDL")).toBe("1235.38 MDL");
});

test("nothing is lost when MDL are shared", () => {
  expect(shares(123538, 7).reduce((a, b) => a + b)).toBe(123538);
});
