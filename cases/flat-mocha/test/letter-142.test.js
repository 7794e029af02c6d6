const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 141574 is in the dictionary", () => assert.strictEqual(look(word(141574)).rank, 141574));
