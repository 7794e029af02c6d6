const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 57826 is in the dictionary", () => assert.strictEqual(look(word(57826)).rank, 57826));
