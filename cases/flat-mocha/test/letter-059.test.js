const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 58823 is in the dictionary", () => assert.strictEqual(look(word(58823)).rank, 58823));
