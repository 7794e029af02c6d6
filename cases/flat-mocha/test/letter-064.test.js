const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 63808 is in the dictionary", () => assert.strictEqual(look(word(63808)).rank, 63808));
