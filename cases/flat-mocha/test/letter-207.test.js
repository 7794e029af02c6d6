const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 206379 is in the dictionary", () => assert.strictEqual(look(word(206379)).rank, 206379));
