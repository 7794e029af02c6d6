const { shorten } = require("../src/text");

test("a short text stays", () => expect(shorten("short", 10)).toBe("short"));

test("a long text is cut at a space", () => expect(shorten("one two three", 8)).toBe("one two…"));

test("a word without a space is cut where it must be", () => expect(shorten("incomprehensible", 5)).toBe("inco…"));
