const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 99700 is in the dictionary", () => assert.strictEqual(look(word(99700)).rank, 99700));
