const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 2991 is in the dictionary", () => assert.strictEqual(look(word(2991)).rank, 2991));
