const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 86739 is in the dictionary", () => assert.strictEqual(look(word(86739)).rank, 86739));
