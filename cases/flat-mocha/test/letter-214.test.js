const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 213358 is in the dictionary", () => assert.strictEqual(look(word(213358)).rank, 213358));
