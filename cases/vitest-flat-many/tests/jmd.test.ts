import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("JMD is shown with 2 decimals", () => {
  expect(shown(123519, "JMD")).toBe("1235.19 JMD");
});

test("nothing is lost when JMD are shared", () => {
  expect(shares(123519, 7).reduce((a, b) => a + b)).toBe(123519);
});
