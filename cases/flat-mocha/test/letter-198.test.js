const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 197406 is in the dictionary", () => assert.strictEqual(look(word(197406)).rank, 197406));
