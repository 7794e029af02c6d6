const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 121634 is in the dictionary", () => assert.strictEqual(look(word(121634)).rank, 121634));
