import { beforeAll, expect, test } from "vitest";
import { highest, landscape, type Point } from "../src/atlas";

let land: Point[][];

beforeAll(() => {
  land = landscape(1_230, 5);
});

test("every point throws shade", () => {
  expect(land[400][400].shade).toHaveLength(9);
});

test("the landscape has a highest point", () => {
  expect(highest(land)).toBeGreaterThan(1000);
});
