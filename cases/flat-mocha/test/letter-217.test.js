const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 216349 is in the dictionary", () => assert.strictEqual(look(word(216349)).rank, 216349));
