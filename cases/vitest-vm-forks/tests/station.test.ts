import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the station in yards", () => {
  expect(convert(144, "yard", "metre")).toBeCloseTo(131.6736, 3);
});

test("the station has no unit of its own", () => {
  expect(() => convert(1, "station-length", "metre")).toThrow(RangeError);
});
