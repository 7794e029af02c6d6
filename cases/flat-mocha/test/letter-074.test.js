const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 73778 is in the dictionary", () => assert.strictEqual(look(word(73778)).rank, 73778));
