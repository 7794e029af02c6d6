import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the hill in yards", () => {
  expect(convert(90, "yard", "metre")).toBeCloseTo(82.2960, 3);
});

test("the hill has no unit of its own", () => {
  expect(() => convert(1, "hill-length", "metre")).toThrow(RangeError);
});
