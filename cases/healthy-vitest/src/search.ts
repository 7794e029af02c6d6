import type { Document } from "./documents";

export type Index = Map<string, Set<number>>;

/** The documents in which each word stands. */
export function index(documents: Document[]): Index {
  const found: Index = new Map();
  for (const { id, words } of documents) {
    for (const word of words) {
      const ids = found.get(word);
      if (ids) ids.add(id);
      else found.set(word, new Set([id]));
    }
  }
  return found;
}

/** Documents that hold every word. */
export function all(found: Index, words: string[]): number[] {
  const [first, ...rest] = words.map((word) => found.get(word) ?? new Set<number>());
  return [...first].filter((id) => rest.every((ids) => ids.has(id)));
}

/** Documents that hold at least one of the words. */
export const any = (found: Index, words: string[]): number[] =>
  [...new Set(words.flatMap((word) => [...(found.get(word) ?? [])]))].sort((a, b) => a - b);

export const rarest = (found: Index): string =>
  [...found].reduce((best, entry) => (entry[1].size < best[1].size ? entry : best))[0];
