const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 147556 is in the dictionary", () => assert.strictEqual(look(word(147556)).rank, 147556));
