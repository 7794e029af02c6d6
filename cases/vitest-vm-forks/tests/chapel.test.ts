import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the chapel in yards", () => {
  expect(convert(36, "yard", "metre")).toBeCloseTo(32.9184, 3);
});

test("the chapel has no unit of its own", () => {
  expect(() => convert(1, "chapel-length", "metre")).toThrow(RangeError);
});
