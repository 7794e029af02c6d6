const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 66799 is in the dictionary", () => assert.strictEqual(look(word(66799)).rank, 66799));
