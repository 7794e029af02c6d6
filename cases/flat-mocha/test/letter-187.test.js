const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 186439 is in the dictionary", () => assert.strictEqual(look(word(186439)).rank, 186439));
