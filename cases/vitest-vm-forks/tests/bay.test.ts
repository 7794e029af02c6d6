import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the bay in yards", () => {
  expect(convert(18, "yard", "metre")).toBeCloseTo(16.4592, 3);
});

test("the bay has no unit of its own", () => {
  expect(() => convert(1, "bay-length", "metre")).toThrow(RangeError);
});
