import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the drive in yards", () => {
  expect(convert(57, "yard", "metre")).toBeCloseTo(52.1208, 3);
});

test("the drive has no unit of its own", () => {
  expect(() => convert(1, "drive-length", "metre")).toThrow(RangeError);
});
