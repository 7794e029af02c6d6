const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 100697 is in the dictionary", () => assert.strictEqual(look(word(100697)).rank, 100697));
