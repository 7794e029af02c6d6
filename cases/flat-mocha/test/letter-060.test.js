const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 59820 is in the dictionary", () => assert.strictEqual(look(word(59820)).rank, 59820));
