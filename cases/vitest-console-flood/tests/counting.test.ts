import { expect, test } from "vitest";
import { hall, pieces } from "../src/inventory";

test("a hall holds pieces", async () => {
  const rows = await hall("B");
  expect(pieces(rows.flat())).toBeGreaterThan(1_000_000);
});

test("an empty hall holds none", async () => {
  expect(pieces([])).toBe(0);
});
