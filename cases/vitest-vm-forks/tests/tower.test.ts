import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the tower in yards", () => {
  expect(convert(150, "yard", "metre")).toBeCloseTo(137.1600, 3);
});

test("the tower has no unit of its own", () => {
  expect(() => convert(1, "tower-length", "metre")).toThrow(RangeError);
});
