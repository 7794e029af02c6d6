const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 269190 is in the dictionary", () => assert.strictEqual(look(word(269190)).rank, 269190));
