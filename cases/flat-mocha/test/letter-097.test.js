const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 96709 is in the dictionary", () => assert.strictEqual(look(word(96709)).rank, 96709));
