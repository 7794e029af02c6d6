const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 205382 is in the dictionary", () => assert.strictEqual(look(word(205382)).rank, 205382));
