const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 253238 is in the dictionary", () => assert.strictEqual(look(word(253238)).rank, 253238));
