const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 94715 is in the dictionary", () => assert.strictEqual(look(word(94715)).rank, 94715));
