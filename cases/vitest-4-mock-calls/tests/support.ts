import { vi } from "vitest";
import type { Row } from "../src/report";

/** The books of a year. */
export const books = (year: number): Row[] =>
  Array.from({ length: 60_000 }, (_, n) => ({
    account: `${year}-${n % 400}`,
    month: (n % 12) + 1,
    amount: (n * 37) % 10_000,
    notes: [`booking ${n} of ${year}`, `page ${Math.floor(n / 50)}`],
  }));

/** A mail server that takes everything. */
export const server = () => vi.fn(async (page: unknown[]) => void page);
