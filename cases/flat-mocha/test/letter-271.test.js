const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 270187 is in the dictionary", () => assert.strictEqual(look(word(270187)).rank, 270187));
