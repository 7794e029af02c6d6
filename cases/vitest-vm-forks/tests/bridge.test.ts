import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the bridge in yards", () => {
  expect(convert(24, "yard", "metre")).toBeCloseTo(21.9456, 3);
});

test("the bridge has no unit of its own", () => {
  expect(() => convert(1, "bridge-length", "metre")).toThrow(RangeError);
});
