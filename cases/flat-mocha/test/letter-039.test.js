const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 38883 is in the dictionary", () => assert.strictEqual(look(word(38883)).rank, 38883));
