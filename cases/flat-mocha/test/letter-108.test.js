const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 107676 is in the dictionary", () => assert.strictEqual(look(word(107676)).rank, 107676));
