const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 61814 is in the dictionary", () => assert.strictEqual(look(word(61814)).rank, 61814));
