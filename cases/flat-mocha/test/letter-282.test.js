const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 281154 is in the dictionary", () => assert.strictEqual(look(word(281154)).rank, 281154));
