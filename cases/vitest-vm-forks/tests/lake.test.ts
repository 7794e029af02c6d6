import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the lake in yards", () => {
  expect(convert(96, "yard", "metre")).toBeCloseTo(87.7824, 3);
});

test("the lake has no unit of its own", () => {
  expect(() => convert(1, "lake-length", "metre")).toThrow(RangeError);
});
