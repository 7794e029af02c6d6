const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 166499 is in the dictionary", () => assert.strictEqual(look(word(166499)).rank, 166499));
