const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 39880 is in the dictionary", () => assert.strictEqual(look(word(39880)).rank, 39880));
