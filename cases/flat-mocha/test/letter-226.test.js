const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 225322 is in the dictionary", () => assert.strictEqual(look(word(225322)).rank, 225322));
