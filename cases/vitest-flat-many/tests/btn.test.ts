import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("BTN is shown with 2 decimals", () => {
  expect(shown(123477, "BTN")).toBe("1234.77 BTN");
});

test("nothing is lost when BTN are shared", () => {
  expect(shares(123477, 7).reduce((a, b) => a + b)).toBe(123477);
});
