const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 272181 is in the dictionary", () => assert.strictEqual(look(word(272181)).rank, 272181));
