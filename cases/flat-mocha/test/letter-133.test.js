const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 132601 is in the dictionary", () => assert.strictEqual(look(word(132601)).rank, 132601));
