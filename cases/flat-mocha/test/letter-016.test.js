const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 15952 is in the dictionary", () => assert.strictEqual(look(word(15952)).rank, 15952));
