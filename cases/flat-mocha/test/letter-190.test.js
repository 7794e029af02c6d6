const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 189430 is in the dictionary", () => assert.strictEqual(look(word(189430)).rank, 189430));
