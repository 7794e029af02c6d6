import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { type Index, index } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 3);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("a document has forty words", () => {
  expect(library.every(({ words }) => words.length === 40)).toBe(true);
});

test("the same seed gives the same documents", () => {
  expect(documents(5, 3)).toEqual(library.slice(0, 5));
});

test("every document is indexed", () => {
  expect(new Set([...found.values()].flatMap((ids) => [...ids])).size).toBe(library.length);
});
