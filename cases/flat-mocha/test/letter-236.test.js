const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 235292 is in the dictionary", () => assert.strictEqual(look(word(235292)).rank, 235292));
