import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the island in yards", () => {
  expect(convert(93, "yard", "metre")).toBeCloseTo(85.0392, 3);
});

test("the island has no unit of its own", () => {
  expect(() => convert(1, "island-length", "metre")).toThrow(RangeError);
});
