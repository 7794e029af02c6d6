import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the creek in yards", () => {
  expect(convert(48, "yard", "metre")).toBeCloseTo(43.8912, 3);
});

test("the creek has no unit of its own", () => {
  expect(() => convert(1, "creek-length", "metre")).toThrow(RangeError);
});
