const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 138583 is in the dictionary", () => assert.strictEqual(look(word(138583)).rank, 138583));
