const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 208373 is in the dictionary", () => assert.strictEqual(look(word(208373)).rank, 208373));
