const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 184445 is in the dictionary", () => assert.strictEqual(look(word(184445)).rank, 184445));
