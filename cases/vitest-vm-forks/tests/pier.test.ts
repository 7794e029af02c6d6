import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the pier in yards", () => {
  expect(convert(123, "yard", "metre")).toBeCloseTo(112.4712, 3);
});

test("the pier has no unit of its own", () => {
  expect(() => convert(1, "pier-length", "metre")).toThrow(RangeError);
});
