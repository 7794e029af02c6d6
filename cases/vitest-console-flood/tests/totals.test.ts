import { expect, test } from "vitest";
import { hall, pieces } from "../src/inventory";

test("two halves hold what the whole holds", async () => {
  const rows = await hall("K");
  const half = rows.length / 2;
  expect(pieces(rows.slice(0, half).flat()) + pieces(rows.slice(half).flat())).toBe(pieces(rows.flat()));
});
