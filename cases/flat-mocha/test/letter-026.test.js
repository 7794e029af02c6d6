const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 25922 is in the dictionary", () => assert.strictEqual(look(word(25922)).rank, 25922));
