import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("no two places share an article", async () => {
  const rows = await hall("J");
  const skus = rows.flat().flatMap(({ articles }) => articles.map(({ sku }) => sku));
  expect(new Set(skus).size).toBe(skus.length);
});
