import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("NIO is shown with 2 decimals", () => {
  expect(shown(123553, "NIO")).toBe("1235.53 NIO");
});

test("nothing is lost when NIO are shared", () => {
  expect(shares(123553, 7).reduce((a, b) => a + b)).toBe(123553);
});
