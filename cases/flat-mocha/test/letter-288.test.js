const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 287136 is in the dictionary", () => assert.strictEqual(look(word(287136)).rank, 287136));
