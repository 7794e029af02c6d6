import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the farm in yards", () => {
  expect(convert(60, "yard", "metre")).toBeCloseTo(54.8640, 3);
});

test("the farm has no unit of its own", () => {
  expect(() => convert(1, "farm-length", "metre")).toThrow(RangeError);
});
