import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the harbour in yards", () => {
  expect(convert(84, "yard", "metre")).toBeCloseTo(76.8096, 3);
});

test("the harbour has no unit of its own", () => {
  expect(() => convert(1, "harbour-length", "metre")).toThrow(RangeError);
});
