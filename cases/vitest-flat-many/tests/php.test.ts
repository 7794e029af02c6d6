import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("PHP is shown with 2 decimals", () => {
  expect(shown(123561, "PHP")).toBe("1235.61 PHP");
});

test("nothing is lost when PHP are shared", () => {
  expect(shares(123561, 7).reduce((a, b) => a + b)).toBe(123561);
});
