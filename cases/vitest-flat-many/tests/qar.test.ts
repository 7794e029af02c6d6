import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("QAR is shown with 2 decimals", () => {
  expect(shown(123565, "QAR")).toBe("1235.65 QAR");
});

test("nothing is lost when QAR are shared", () => {
  expect(shares(123565, 7).reduce((a, b) => a + b)).toBe(123565);
});
