const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 130607 is in the dictionary", () => assert.strictEqual(look(word(130607)).rank, 130607));
