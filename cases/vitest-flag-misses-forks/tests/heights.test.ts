import { beforeAll, expect, test } from "vitest";
import { highest, landscape, type Point } from "../src/atlas";

let land: Point[][];

beforeAll(() => {
  land = landscape(1_230, 7);
});

test("no point is higher than the mountains", () => {
  expect(highest(land)).toBeLessThanOrEqual(1100);
});

test("the landscape has a highest point", () => {
  expect(highest(land)).toBeGreaterThan(1000);
});
