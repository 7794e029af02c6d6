const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 245262 is in the dictionary", () => assert.strictEqual(look(word(245262)).rank, 245262));
