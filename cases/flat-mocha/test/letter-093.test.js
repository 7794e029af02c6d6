const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 92721 is in the dictionary", () => assert.strictEqual(look(word(92721)).rank, 92721));
