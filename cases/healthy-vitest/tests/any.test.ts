import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { any, type Index, index } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 2);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("documents with one of two words are found", () => {
  expect(any(found, [library[3].words[0], "xyz"])).toContain(3);
});

test("they come in order", () => {
  const ids = any(found, library[5].words);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

test("nothing is asked, nothing is found", () => {
  expect(any(found, [])).toEqual([]);
});
