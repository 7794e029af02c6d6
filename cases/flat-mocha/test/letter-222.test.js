const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 221334 is in the dictionary", () => assert.strictEqual(look(word(221334)).rank, 221334));
