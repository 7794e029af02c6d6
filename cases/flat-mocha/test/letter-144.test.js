const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 143568 is in the dictionary", () => assert.strictEqual(look(word(143568)).rank, 143568));
