const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 140577 is in the dictionary", () => assert.strictEqual(look(word(140577)).rank, 140577));
