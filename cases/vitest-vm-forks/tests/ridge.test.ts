import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the ridge in yards", () => {
  expect(convert(132, "yard", "metre")).toBeCloseTo(120.7008, 3);
});

test("the ridge has no unit of its own", () => {
  expect(() => convert(1, "ridge-length", "metre")).toThrow(RangeError);
});
