const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 51844 is in the dictionary", () => assert.strictEqual(look(word(51844)).rank, 51844));
