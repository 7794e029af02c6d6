const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 192421 is in the dictionary", () => assert.strictEqual(look(word(192421)).rank, 192421));
