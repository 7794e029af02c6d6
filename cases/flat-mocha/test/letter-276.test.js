const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 275172 is in the dictionary", () => assert.strictEqual(look(word(275172)).rank, 275172));
