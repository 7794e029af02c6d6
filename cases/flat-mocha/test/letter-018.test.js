const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 17946 is in the dictionary", () => assert.strictEqual(look(word(17946)).rank, 17946));
