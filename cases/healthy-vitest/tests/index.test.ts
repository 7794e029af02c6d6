import { afterEach, beforeEach, expect, test } from "vitest";
import { type Document, documents } from "../src/documents";
import { type Index, index } from "../src/search";

let library: Document[];
let found: Index;

beforeEach(() => {
  library = documents(16_000, 4);
  found = index(library);
});

afterEach(() => {
  library = [];
  found = new Map();
});

test("a word leads to its document", () => {
  expect(found.get(library[77].words[7])).toContain(77);
});

test("no documents, no index", () => {
  expect(index([]).size).toBe(0);
});

test("there are at most a thousand words", () => {
  expect(found.size).toBeLessThanOrEqual(1_000);
});
