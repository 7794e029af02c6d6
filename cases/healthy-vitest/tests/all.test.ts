import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { all, type Index, index } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 1);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("documents with both words are found", () => {
  const [one, two] = library[10].words;
  expect(all(found, [one, two])).toContain(10);
});

test("an unknown word finds nothing", () => {
  expect(all(found, ["xyz", "bababa"])).toEqual([]);
});

test("more words find fewer documents", () => {
  const { words } = library[11];
  expect(all(found, words.slice(0, 2)).length).toBeLessThanOrEqual(all(found, words.slice(0, 1)).length);
});
