import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the cellar in yards", () => {
  expect(convert(33, "yard", "metre")).toBeCloseTo(30.1752, 3);
});

test("the cellar has no unit of its own", () => {
  expect(() => convert(1, "cellar-length", "metre")).toThrow(RangeError);
});
