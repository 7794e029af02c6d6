const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 122631 is in the dictionary", () => assert.strictEqual(look(word(122631)).rank, 122631));
