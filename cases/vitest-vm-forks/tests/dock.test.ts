import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the dock in yards", () => {
  expect(convert(54, "yard", "metre")).toBeCloseTo(49.3776, 3);
});

test("the dock has no unit of its own", () => {
  expect(() => convert(1, "dock-length", "metre")).toThrow(RangeError);
});
