import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the ford in yards", () => {
  expect(convert(66, "yard", "metre")).toBeCloseTo(60.3504, 3);
});

test("the ford has no unit of its own", () => {
  expect(() => convert(1, "ford-length", "metre")).toThrow(RangeError);
});
