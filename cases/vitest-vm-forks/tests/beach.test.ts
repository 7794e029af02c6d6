import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the beach in yards", () => {
  expect(convert(21, "yard", "metre")).toBeCloseTo(19.2024, 3);
});

test("the beach has no unit of its own", () => {
  expect(() => convert(1, "beach-length", "metre")).toThrow(RangeError);
});
