import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the court in yards", () => {
  expect(convert(42, "yard", "metre")).toBeCloseTo(38.4048, 3);
});

test("the court has no unit of its own", () => {
  expect(() => convert(1, "court-length", "metre")).toThrow(RangeError);
});
