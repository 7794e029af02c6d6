import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the castle in yards", () => {
  expect(convert(30, "yard", "metre")).toBeCloseTo(27.4320, 3);
});

test("the castle has no unit of its own", () => {
  expect(() => convert(1, "castle-length", "metre")).toThrow(RangeError);
});
