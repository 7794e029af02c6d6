const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 81754 is in the dictionary", () => assert.strictEqual(look(word(81754)).rank, 81754));
