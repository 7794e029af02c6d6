const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 44865 is in the dictionary", () => assert.strictEqual(look(word(44865)).rank, 44865));
