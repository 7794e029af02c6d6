import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("no two shelves share a name", async () => {
  const rows = await hall("E");
  const names = rows.flat().map(({ shelf }) => shelf);
  expect(new Set(names).size).toBe(names.length);
});
