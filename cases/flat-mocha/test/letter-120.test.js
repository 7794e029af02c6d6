const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 119640 is in the dictionary", () => assert.strictEqual(look(word(119640)).rank, 119640));
