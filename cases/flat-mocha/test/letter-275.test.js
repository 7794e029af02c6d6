const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 274175 is in the dictionary", () => assert.strictEqual(look(word(274175)).rank, 274175));
