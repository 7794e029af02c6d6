const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 108673 is in the dictionary", () => assert.strictEqual(look(word(108673)).rank, 108673));
