import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BGN is shown with 2 decimals", () => {
  expect(shown(123469, "BGN")).toBe("1234.69 BGN");
});

test("nothing is lost when BGN are shared", () => {
  expect(shares(123469, 7).reduce((a, b) => a + b)).toBe(123469);
});
