import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the valley in yards", () => {
  expect(convert(153, "yard", "metre")).toBeCloseTo(139.9032, 3);
});

test("the valley has no unit of its own", () => {
  expect(() => convert(1, "valley-length", "metre")).toThrow(RangeError);
});
