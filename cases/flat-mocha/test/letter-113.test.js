const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 112661 is in the dictionary", () => assert.strictEqual(look(word(112661)).rank, 112661));
