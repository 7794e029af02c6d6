import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the market in yards", () => {
  expect(convert(105, "yard", "metre")).toBeCloseTo(96.0120, 3);
});

test("the market has no unit of its own", () => {
  expect(() => convert(1, "market-length", "metre")).toThrow(RangeError);
});
