const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 294115 is in the dictionary", () => assert.strictEqual(look(word(294115)).rank, 294115));
