const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 82751 is in the dictionary", () => assert.strictEqual(look(word(82751)).rank, 82751));
