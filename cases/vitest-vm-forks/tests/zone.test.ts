import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the zone in yards", () => {
  expect(convert(168, "yard", "metre")).toBeCloseTo(153.6192, 3);
});

test("the zone has no unit of its own", () => {
  expect(() => convert(1, "zone-length", "metre")).toThrow(RangeError);
});
