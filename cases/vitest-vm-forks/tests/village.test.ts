import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the village in yards", () => {
  expect(convert(156, "yard", "metre")).toBeCloseTo(142.6464, 3);
});

test("the village has no unit of its own", () => {
  expect(() => convert(1, "village-length", "metre")).toThrow(RangeError);
});
