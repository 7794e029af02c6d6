const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 93718 is in the dictionary", () => assert.strictEqual(look(word(93718)).rank, 93718));
