import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the square in yards", () => {
  expect(convert(141, "yard", "metre")).toBeCloseTo(128.9304, 3);
});

test("the square has no unit of its own", () => {
  expect(() => convert(1, "square-length", "metre")).toThrow(RangeError);
});
