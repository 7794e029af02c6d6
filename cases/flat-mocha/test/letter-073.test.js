const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 72781 is in the dictionary", () => assert.strictEqual(look(word(72781)).rank, 72781));
