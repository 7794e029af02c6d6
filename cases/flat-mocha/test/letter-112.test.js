const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 111664 is in the dictionary", () => assert.strictEqual(look(word(111664)).rank, 111664));
