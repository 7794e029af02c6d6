const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 230307 is in the dictionary", () => assert.strictEqual(look(word(230307)).rank, 230307));
