import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MRU is shown with 2 decimals", () => {
  expect(shown(123544, "MRU")).toBe("1235.44 MRU");
});

test("nothing is lost when MRU are shared", () => {
  expect(shares(123544, 7).reduce((a, b) => a + b)).toBe(123544);
});
