const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 75772 is in the dictionary", () => assert.strictEqual(look(word(75772)).rank, 75772));
