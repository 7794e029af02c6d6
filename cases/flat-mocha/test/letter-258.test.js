const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 257226 is in the dictionary", () => assert.strictEqual(look(word(257226)).rank, 257226));
