const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 87736 is in the dictionary", () => assert.strictEqual(look(word(87736)).rank, 87736));
