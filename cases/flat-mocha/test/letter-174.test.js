const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 173478 is in the dictionary", () => assert.strictEqual(look(word(173478)).rank, 173478));
