import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the grove in yards", () => {
  expect(convert(81, "yard", "metre")).toBeCloseTo(74.0664, 3);
});

test("the grove has no unit of its own", () => {
  expect(() => convert(1, "grove-length", "metre")).toThrow(RangeError);
});
