const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 218343 is in the dictionary", () => assert.strictEqual(look(word(218343)).rank, 218343));
