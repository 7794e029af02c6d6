const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 198403 is in the dictionary", () => assert.strictEqual(look(word(198403)).rank, 198403));
