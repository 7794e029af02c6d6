import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("XCD is shown with 2 decimals", () => {
  expect(shown(123602, "XCD")).toBe("1236.02 XCD");
});

test("nothing is lost when XCD are shared", () => {
  expect(shares(123602, 7).reduce((a, b) => a + b)).toBe(123602);
});
