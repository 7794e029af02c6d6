const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 161514 is in the dictionary", () => assert.strictEqual(look(word(161514)).rank, 161514));
