import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("RSD is shown with 2 decimals", () => {
  expect(shown(123567, "RSD")).toBe("1235.67 RSD");
});

test("nothing is lost when RSD are shared", () => {
  expect(shares(123567, 7).reduce((a, b) => a + b)).toBe(123567);
});
