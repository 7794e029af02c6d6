import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the pond in yards", () => {
  expect(convert(126, "yard", "metre")).toBeCloseTo(115.2144, 3);
});

test("the pond has no unit of its own", () => {
  expect(() => convert(1, "pond-length", "metre")).toThrow(RangeError);
});
