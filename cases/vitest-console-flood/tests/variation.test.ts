import { expect, test } from "vitest";
import { hall, pieces } from "../src/inventory";

test("rows differ", async () => {
  const rows = await hall("L");
  expect(new Set(rows.map(pieces)).size).toBeGreaterThan(1);
});
