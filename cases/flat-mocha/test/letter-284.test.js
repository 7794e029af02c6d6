const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 283148 is in the dictionary", () => assert.strictEqual(look(word(283148)).rank, 283148));
