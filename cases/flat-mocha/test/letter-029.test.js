const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 28913 is in the dictionary", () => assert.strictEqual(look(word(28913)).rank, 28913));
