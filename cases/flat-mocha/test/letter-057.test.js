const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 56829 is in the dictionary", () => assert.strictEqual(look(word(56829)).rank, 56829));
