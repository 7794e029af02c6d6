import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the quay in yards", () => {
  expect(convert(129, "yard", "metre")).toBeCloseTo(117.9576, 3);
});

test("the quay has no unit of its own", () => {
  expect(() => convert(1, "quay-length", "metre")).toThrow(RangeError);
});
