import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the glen in yards", () => {
  expect(convert(78, "yard", "metre")).toBeCloseTo(71.3232, 3);
});

test("the glen has no unit of its own", () => {
  expect(() => convert(1, "glen-length", "metre")).toThrow(RangeError);
});
