import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the river in yards", () => {
  expect(convert(135, "yard", "metre")).toBeCloseTo(123.4440, 3);
});

test("the river has no unit of its own", () => {
  expect(() => convert(1, "river-length", "metre")).toThrow(RangeError);
});
