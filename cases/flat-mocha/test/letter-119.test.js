const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 118643 is in the dictionary", () => assert.strictEqual(look(word(118643)).rank, 118643));
