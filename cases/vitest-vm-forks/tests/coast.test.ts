import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the coast in yards", () => {
  expect(convert(39, "yard", "metre")).toBeCloseTo(35.6616, 3);
});

test("the coast has no unit of its own", () => {
  expect(() => convert(1, "coast-length", "metre")).toThrow(RangeError);
});
