const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 156529 is in the dictionary", () => assert.strictEqual(look(word(156529)).rank, 156529));
