const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 227316 is in the dictionary", () => assert.strictEqual(look(word(227316)).rank, 227316));
