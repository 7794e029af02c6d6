import { beforeAll, expect, test } from "vitest";
import { calculate, type Cell, sheet } from "../src/cells";

let cells: Cell[];

beforeAll(() => {
  cells = calculate(sheet(14_000, 100));
});

test("a sheet: means", () => {
  expect(cells[300].value).toBe((cells[200].value + cells[200].value) / 2);
});
