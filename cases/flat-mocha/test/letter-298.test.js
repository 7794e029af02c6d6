const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 297106 is in the dictionary", () => assert.strictEqual(look(word(297106)).rank, 297106));
