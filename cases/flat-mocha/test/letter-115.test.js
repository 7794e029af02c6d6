const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 114655 is in the dictionary", () => assert.strictEqual(look(word(114655)).rank, 114655));
