import { beforeAll, expect, test } from "vitest";
import { calculate, type Cell, sheet } from "../src/cells";

let cells: Cell[];

beforeAll(() => {
  cells = calculate(sheet(14_000, 100));
});

test("a sheet: no-gaps", () => {
  expect(cells.every(({ value }) => Number.isFinite(value))).toBe(true);
});
