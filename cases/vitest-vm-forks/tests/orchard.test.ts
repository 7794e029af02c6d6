import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the orchard in yards", () => {
  expect(convert(117, "yard", "metre")).toBeCloseTo(106.9848, 3);
});

test("the orchard has no unit of its own", () => {
  expect(() => convert(1, "orchard-length", "metre")).toThrow(RangeError);
});
