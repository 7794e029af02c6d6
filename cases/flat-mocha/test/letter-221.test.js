const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 220337 is in the dictionary", () => assert.strictEqual(look(word(220337)).rank, 220337));
