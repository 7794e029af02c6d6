const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 290127 is in the dictionary", () => assert.strictEqual(look(word(290127)).rank, 290127));
