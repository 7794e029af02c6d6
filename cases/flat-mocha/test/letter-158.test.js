const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 157526 is in the dictionary", () => assert.strictEqual(look(word(157526)).rank, 157526));
