const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 124625 is in the dictionary", () => assert.strictEqual(look(word(124625)).rank, 124625));
