const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 182451 is in the dictionary", () => assert.strictEqual(look(word(182451)).rank, 182451));
