const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 91724 is in the dictionary", () => assert.strictEqual(look(word(91724)).rank, 91724));
