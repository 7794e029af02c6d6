const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 123628 is in the dictionary", () => assert.strictEqual(look(word(123628)).rank, 123628));
