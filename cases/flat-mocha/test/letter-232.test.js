const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 231304 is in the dictionary", () => assert.strictEqual(look(word(231304)).rank, 231304));
