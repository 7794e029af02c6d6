import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { all, type Index, index } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 6);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("a search may be repeated", () => {
  const words = library[1].words.slice(0, 3);
  const answers = Array.from({ length: 200 }, () => all(found, words).length);
  expect(new Set(answers).size).toBe(1);
});

test("searching leaves the index alone", () => {
  const before = found.size;
  all(found, library[2].words);
  expect(found.size).toBe(before);
});
