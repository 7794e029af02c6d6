const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 292121 is in the dictionary", () => assert.strictEqual(look(word(292121)).rank, 292121));
