import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the cove in yards", () => {
  expect(convert(45, "yard", "metre")).toBeCloseTo(41.1480, 3);
});

test("the cove has no unit of its own", () => {
  expect(() => convert(1, "cove-length", "metre")).toThrow(RangeError);
});
