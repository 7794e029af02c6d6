const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 286139 is in the dictionary", () => assert.strictEqual(look(word(286139)).rank, 286139));
