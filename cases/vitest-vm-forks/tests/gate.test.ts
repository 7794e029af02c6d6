import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the gate in yards", () => {
  expect(convert(75, "yard", "metre")).toBeCloseTo(68.5800, 3);
});

test("the gate has no unit of its own", () => {
  expect(() => convert(1, "gate-length", "metre")).toThrow(RangeError);
});
