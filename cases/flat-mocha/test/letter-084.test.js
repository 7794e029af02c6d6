const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 83748 is in the dictionary", () => assert.strictEqual(look(word(83748)).rank, 83748));
