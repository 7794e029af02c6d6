import { type Shelf, shelves } from "./client";

export const ROWS = 46;

export const pieces = (stock: Shelf[]): number =>
  stock.flatMap(({ articles }) => articles).reduce((sum, article) => sum + article.pieces, 0);

export const empty = (stock: Shelf[]): string[] =>
  stock.flatMap(({ articles }) => articles.filter((article) => article.pieces === 0).map(({ sku }) => sku));

/** Every row of a hall, one request each. */
export async function hall(name: string): Promise<Shelf[][]> {
  const rows: Shelf[][] = [];
  for (let row = 0; row < ROWS; row++) rows.push(await shelves(name, row));
  return rows;
}
