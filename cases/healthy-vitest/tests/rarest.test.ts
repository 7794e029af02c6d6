import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { type Index, index, rarest } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 5);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("the rarest word is in the index", () => {
  expect(found.has(rarest(found))).toBe(true);
});

test("no word is rarer", () => {
  const least = found.get(rarest(found))?.size ?? 0;
  expect([...found.values()].every(({ size }) => size >= least)).toBe(true);
});
