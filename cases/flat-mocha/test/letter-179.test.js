const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 178463 is in the dictionary", () => assert.strictEqual(look(word(178463)).rank, 178463));
