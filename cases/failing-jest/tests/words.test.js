const { words } = require("../src/text");

test("two words", () => expect(words(" two  words ")).toEqual(["two", "words"]));

test("no words", () => expect(words("   ")).toEqual([]));

const WORDS = Array.from({ length: 3_000 }, (_, n) => `word${n}`);

test("a comma is no part of a word", () => expect(words(WORDS.join(", "))).toEqual(WORDS));
