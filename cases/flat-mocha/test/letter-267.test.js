const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 266199 is in the dictionary", () => assert.strictEqual(look(word(266199)).rank, 266199));
