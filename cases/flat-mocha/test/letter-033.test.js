const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 32901 is in the dictionary", () => assert.strictEqual(look(word(32901)).rank, 32901));
