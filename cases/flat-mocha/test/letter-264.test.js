const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 263208 is in the dictionary", () => assert.strictEqual(look(word(263208)).rank, 263208));
