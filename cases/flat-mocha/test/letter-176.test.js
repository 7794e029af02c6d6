const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 175472 is in the dictionary", () => assert.strictEqual(look(word(175472)).rank, 175472));
