const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 181454 is in the dictionary", () => assert.strictEqual(look(word(181454)).rank, 181454));
