const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 21934 is in the dictionary", () => assert.strictEqual(look(word(21934)).rank, 21934));
