import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the manor in yards", () => {
  expect(convert(102, "yard", "metre")).toBeCloseTo(93.2688, 3);
});

test("the manor has no unit of its own", () => {
  expect(() => convert(1, "manor-length", "metre")).toThrow(RangeError);
});
