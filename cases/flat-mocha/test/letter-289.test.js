const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 288133 is in the dictionary", () => assert.strictEqual(look(word(288133)).rank, 288133));
