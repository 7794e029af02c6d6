import { expect, test } from "vitest";
import { convert } from "../src/units";

test("the length of the wood in yards", () => {
  expect(convert(162, "yard", "metre")).toBeCloseTo(148.1328, 3);
});

test("the wood has no unit of its own", () => {
  expect(() => convert(1, "wood-length", "metre")).toThrow(RangeError);
});
