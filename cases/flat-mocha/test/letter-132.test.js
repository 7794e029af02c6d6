const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 131604 is in the dictionary", () => assert.strictEqual(look(word(131604)).rank, 131604));
