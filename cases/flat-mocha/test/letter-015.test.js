const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 14955 is in the dictionary", () => assert.strictEqual(look(word(14955)).rank, 14955));
