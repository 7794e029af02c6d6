import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the park in yards", () => {
  expect(convert(120, "yard", "metre")).toBeCloseTo(109.7280, 3);
});

test("the park has no unit of its own", () => {
  expect(() => convert(1, "park-length", "metre")).toThrow(RangeError);
});
