import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the dale in yards", () => {
  expect(convert(51, "yard", "metre")).toBeCloseTo(46.6344, 3);
});

test("the dale has no unit of its own", () => {
  expect(() => convert(1, "dale-length", "metre")).toThrow(RangeError);
});
