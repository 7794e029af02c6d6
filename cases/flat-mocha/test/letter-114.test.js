const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 113658 is in the dictionary", () => assert.strictEqual(look(word(113658)).rank, 113658));
