import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("every shelf has 48 articles", async () => {
  const rows = await hall("A");
  expect(rows.flat().every(({ articles }) => articles.length === 48)).toBe(true);
});
