const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 40877 is in the dictionary", () => assert.strictEqual(look(word(40877)).rank, 40877));
