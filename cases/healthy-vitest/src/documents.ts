// Documents of made-up words, the same for the same seed.

const SYLLABLES = ["ba", "do", "ki", "lu", "me", "no", "ra", "si", "tu", "ve"];

export interface Document {
  id: number;
  words: string[];
}

export function documents(count: number, seed: number): Document[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  return Array.from({ length: count }, (_, id) => ({
    id,
    words: Array.from({ length: 40 }, () => SYLLABLES[next(10)] + SYLLABLES[next(10)] + SYLLABLES[next(10)]),
  }));
}
