import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NGN is shown with 2 decimals", () => {
  expect(shown(123552, "NGN")).toBe("1235.52 NGN");
});

test("nothing is lost when NGN are shared", () => {
  expect(shares(123552, 7).reduce((a, b) => a + b)).toBe(123552);
});
