const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 1994 is in the dictionary", () => assert.strictEqual(look(word(1994)).rank, 1994));
