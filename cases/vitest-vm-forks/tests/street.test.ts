import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the street in yards", () => {
  expect(convert(147, "yard", "metre")).toBeCloseTo(134.4168, 3);
});

test("the street has no unit of its own", () => {
  expect(() => convert(1, "street-length", "metre")).toThrow(RangeError);
});
