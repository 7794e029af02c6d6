import { beforeAll, expect, test } from "vitest";
import { calculate, type Cell, sheet } from "../src/cells";

let cells: Cell[];

beforeAll(() => {
  cells = calculate(sheet(14_000, 100));
});

test("a sheet: first-row", () => {
  expect(cells.slice(0, 100).every(({ value, column }) => value === column + 1)).toBe(true);
});
