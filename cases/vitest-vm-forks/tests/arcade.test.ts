import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the arcade in yards", () => {
  expect(convert(12, "yard", "metre")).toBeCloseTo(10.9728, 3);
});

test("the arcade has no unit of its own", () => {
  expect(() => convert(1, "arcade-length", "metre")).toThrow(RangeError);
});
