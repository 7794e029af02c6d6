const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 176469 is in the dictionary", () => assert.strictEqual(look(word(176469)).rank, 176469));
