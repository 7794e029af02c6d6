const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 244265 is in the dictionary", () => assert.strictEqual(look(word(244265)).rank, 244265));
