import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the acre in yards", () => {
  expect(convert(3, "yard", "metre")).toBeCloseTo(2.7432, 3);
});

test("the acre has no unit of its own", () => {
  expect(() => convert(1, "acre-length", "metre")).toThrow(RangeError);
});
