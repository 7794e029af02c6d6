const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 68793 is in the dictionary", () => assert.strictEqual(look(word(68793)).rank, 68793));
