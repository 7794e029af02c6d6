import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GEL is shown with 2 decimals", () => {
  expect(shown(123502, "GEL")).toBe("1235.02 GEL");
});

test("nothing is lost when GEL are shared", () => {
  expect(shares(123502, 7).reduce((a, b) => a + b)).toBe(123502);
});
