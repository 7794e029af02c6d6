const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 54835 is in the dictionary", () => assert.strictEqual(look(word(54835)).rank, 54835));
