import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the field in yards", () => {
  expect(convert(63, "yard", "metre")).toBeCloseTo(57.6072, 3);
});

test("the field has no unit of its own", () => {
  expect(() => convert(1, "field-length", "metre")).toThrow(RangeError);
});
