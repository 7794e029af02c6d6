const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 207376 is in the dictionary", () => assert.strictEqual(look(word(207376)).rank, 207376));
