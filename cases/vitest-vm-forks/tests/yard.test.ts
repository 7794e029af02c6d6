import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the yard in yards", () => {
  expect(convert(165, "yard", "metre")).toBeCloseTo(150.8760, 3);
});

test("the yard has no unit of its own", () => {
  expect(() => convert(1, "yard-length", "metre")).toThrow(RangeError);
});
