import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("SEK is shown with 2 decimals", () => {
  expect(shown(123574, "SEK")).toBe("1235.74 SEK");
});

test("nothing is lost when SEK are shared", () => {
  expect(shares(123574, 7).reduce((a, b) => a + b)).toBe(123574);
});
