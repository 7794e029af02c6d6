import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("MKD is shown with 2 decimals", () => {
  expect(shown(123540, "MKD")).toBe("1235.40 MKD");
});

test("nothing is lost when MKD are shared", () => {
  expect(shares(123540, 7).reduce((a, b) => a + b)).toBe(123540);
});
