const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 202391 is in the dictionary", () => assert.strictEqual(look(word(202391)).rank, 202391));
