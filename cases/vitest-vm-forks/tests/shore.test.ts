import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the shore in yards", () => {
  expect(convert(138, "yard", "metre")).toBeCloseTo(126.1872, 3);
});

test("the shore has no unit of its own", () => {
  expect(() => convert(1, "shore-length", "metre")).toThrow(RangeError);
});
