const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 152541 is in the dictionary", () => assert.strictEqual(look(word(152541)).rank, 152541));
