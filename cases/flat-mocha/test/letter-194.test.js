const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 193418 is in the dictionary", () => assert.strictEqual(look(word(193418)).rank, 193418));
