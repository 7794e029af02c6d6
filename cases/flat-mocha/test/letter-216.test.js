const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 215352 is in the dictionary", () => assert.strictEqual(look(word(215352)).rank, 215352));
