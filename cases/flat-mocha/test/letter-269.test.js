const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 268193 is in the dictionary", () => assert.strictEqual(look(word(268193)).rank, 268193));
