const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 104685 is in the dictionary", () => assert.strictEqual(look(word(104685)).rank, 104685));
