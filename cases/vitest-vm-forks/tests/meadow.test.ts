import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the meadow in yards", () => {
  expect(convert(108, "yard", "metre")).toBeCloseTo(98.7552, 3);
});

test("the meadow has no unit of its own", () => {
  expect(() => convert(1, "meadow-length", "metre")).toThrow(RangeError);
});
