const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 265202 is in the dictionary", () => assert.strictEqual(look(word(265202)).rank, 265202));
