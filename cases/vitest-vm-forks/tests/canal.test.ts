import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the canal in yards", () => {
  expect(convert(27, "yard", "metre")).toBeCloseTo(24.6888, 3);
});

test("the canal has no unit of its own", () => {
  expect(() => convert(1, "canal-length", "metre")).toThrow(RangeError);
});
