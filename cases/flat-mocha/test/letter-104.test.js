const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 103688 is in the dictionary", () => assert.strictEqual(look(word(103688)).rank, 103688));
