const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 211364 is in the dictionary", () => assert.strictEqual(look(word(211364)).rank, 211364));
