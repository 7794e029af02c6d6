const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 284145 is in the dictionary", () => assert.strictEqual(look(word(284145)).rank, 284145));
