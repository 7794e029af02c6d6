const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 212361 is in the dictionary", () => assert.strictEqual(look(word(212361)).rank, 212361));
