const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 60817 is in the dictionary", () => assert.strictEqual(look(word(60817)).rank, 60817));
