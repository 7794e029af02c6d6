const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 196409 is in the dictionary", () => assert.strictEqual(look(word(196409)).rank, 196409));
