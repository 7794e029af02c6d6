const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 6979 is in the dictionary", () => assert.strictEqual(look(word(6979)).rank, 6979));
