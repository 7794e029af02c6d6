import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the lane in yards", () => {
  expect(convert(99, "yard", "metre")).toBeCloseTo(90.5256, 3);
});

test("the lane has no unit of its own", () => {
  expect(() => convert(1, "lane-length", "metre")).toThrow(RangeError);
});
