const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 120637 is in the dictionary", () => assert.strictEqual(look(word(120637)).rank, 120637));
