const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 209370 is in the dictionary", () => assert.strictEqual(look(word(209370)).rank, 209370));
