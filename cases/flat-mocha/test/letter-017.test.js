const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 16949 is in the dictionary", () => assert.strictEqual(look(word(16949)).rank, 16949));
