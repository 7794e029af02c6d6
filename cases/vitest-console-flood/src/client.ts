// A client of a warehouse service that logs every answer in full, as while somebody was debugging.

export interface Shelf {
  shelf: string;
  articles: { sku: string; pieces: number; counted: string }[];
}

function answer(hall: string, row: number): Shelf[] {
  return Array.from({ length: 40 }, (_, shelf) => ({
    shelf: `${hall}-${row}-${shelf}`,
    articles: Array.from({ length: 48 }, (_, place) => ({
      sku: `sku-${hall}-${row}-${shelf}-${place}`,
      pieces: (row * 7 + shelf * 3 + place) % 50,
      counted: `2025-0${(place % 9) + 1}-1${shelf % 10}`,
    })),
  }));
}

/** The shelves of one row of a hall. */
export async function shelves(hall: string, row: number): Promise<Shelf[]> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const result = answer(hall, row);
  console.log(`GET /halls/${hall}/rows/${row}/shelves 200 ${JSON.stringify(result, null, 2)}`);
  return result;
}
