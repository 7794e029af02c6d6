import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the wharf in yards", () => {
  expect(convert(159, "yard", "metre")).toBeCloseTo(145.3896, 3);
});

test("the wharf has no unit of its own", () => {
  expect(() => convert(1, "wharf-length", "metre")).toThrow(RangeError);
});
