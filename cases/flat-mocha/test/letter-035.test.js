const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 34895 is in the dictionary", () => assert.strictEqual(look(word(34895)).rank, 34895));
