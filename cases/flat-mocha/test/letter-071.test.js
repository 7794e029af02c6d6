const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 70787 is in the dictionary", () => assert.strictEqual(look(word(70787)).rank, 70787));
