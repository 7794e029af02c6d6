import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the aisle in yards", () => {
  expect(convert(6, "yard", "metre")).toBeCloseTo(5.4864, 3);
});

test("the aisle has no unit of its own", () => {
  expect(() => convert(1, "aisle-length", "metre")).toThrow(RangeError);
});
