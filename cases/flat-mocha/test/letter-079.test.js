const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 78763 is in the dictionary", () => assert.strictEqual(look(word(78763)).rank, 78763));
