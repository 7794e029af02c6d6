const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 277166 is in the dictionary", () => assert.strictEqual(look(word(277166)).rank, 277166));
