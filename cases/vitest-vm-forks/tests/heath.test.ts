import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the heath in yards", () => {
  expect(convert(87, "yard", "metre")).toBeCloseTo(79.5528, 3);
});

test("the heath has no unit of its own", () => {
  expect(() => convert(1, "heath-length", "metre")).toThrow(RangeError);
});
