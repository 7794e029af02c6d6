const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 37886 is in the dictionary", () => assert.strictEqual(look(word(37886)).rank, 37886));
