import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the moor in yards", () => {
  expect(convert(114, "yard", "metre")).toBeCloseTo(104.2416, 3);
});

test("the moor has no unit of its own", () => {
  expect(() => convert(1, "moor-length", "metre")).toThrow(RangeError);
});
