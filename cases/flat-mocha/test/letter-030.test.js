const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 29910 is in the dictionary", () => assert.strictEqual(look(word(29910)).rank, 29910));
