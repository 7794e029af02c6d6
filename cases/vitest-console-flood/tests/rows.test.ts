import { expect, test } from "vitest";
import { hall, ROWS } from "../src/inventory";

test("a hall has all its rows", async () => {
  expect(await hall("H")).toHaveLength(ROWS);
});

test("a row has forty shelves", async () => {
  const rows = await hall("H");
  expect(rows.every((row) => row.length === 40)).toBe(true);
});
