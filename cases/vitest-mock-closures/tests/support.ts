import { vi } from "vitest";
import type { Books, Row } from "../src/report";

const SIZE = 500;

const rows = (year: number, count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({
    account: `${year}-${n % 400}`,
    month: (n % 12) + 1,
    amount: (n * 37) % 10_000,
    notes: [`booking ${n} of ${year}`, `page ${Math.floor(n / 50)}`],
  }));

/** The books of a year, as the server would give them. */
export function mockBooks(year: number, count = 60_000): Books {
  const all = rows(year, count);
  return {
    page: vi.fn(async (number: number) => all.slice(number * SIZE, (number + 1) * SIZE)),
    pages: vi.fn(async () => Math.ceil(all.length / SIZE)),
  };
}
