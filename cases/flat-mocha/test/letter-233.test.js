const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 232301 is in the dictionary", () => assert.strictEqual(look(word(232301)).rank, 232301));
