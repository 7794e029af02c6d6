import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the forest in yards", () => {
  expect(convert(69, "yard", "metre")).toBeCloseTo(63.0936, 3);
});

test("the forest has no unit of its own", () => {
  expect(() => convert(1, "forest-length", "metre")).toThrow(RangeError);
});
