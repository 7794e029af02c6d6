import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the avenue in yards", () => {
  expect(convert(15, "yard", "metre")).toBeCloseTo(13.7160, 3);
});

test("the avenue has no unit of its own", () => {
  expect(() => convert(1, "avenue-length", "metre")).toThrow(RangeError);
});
