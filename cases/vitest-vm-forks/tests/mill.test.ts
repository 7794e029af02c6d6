import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the mill in yards", () => {
  expect(convert(111, "yard", "metre")).toBeCloseTo(101.4984, 3);
});

test("the mill has no unit of its own", () => {
  expect(() => convert(1, "mill-length", "metre")).toThrow(RangeError);
});
