import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the alley in yards", () => {
  expect(convert(9, "yard", "metre")).toBeCloseTo(8.2296, 3);
});

test("the alley has no unit of its own", () => {
  expect(() => convert(1, "alley-length", "metre")).toThrow(RangeError);
});
