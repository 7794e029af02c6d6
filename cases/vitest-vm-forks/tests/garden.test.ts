import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the garden in yards", () => {
  expect(convert(72, "yard", "metre")).toBeCloseTo(65.8368, 3);
});

test("the garden has no unit of its own", () => {
  expect(() => convert(1, "garden-length", "metre")).toThrow(RangeError);
});
