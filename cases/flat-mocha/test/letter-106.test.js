const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 105682 is in the dictionary", () => assert.strictEqual(look(word(105682)).rank, 105682));
