const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 252241 is in the dictionary", () => assert.strictEqual(look(word(252241)).rank, 252241));
