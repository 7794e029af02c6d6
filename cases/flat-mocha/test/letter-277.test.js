const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 276169 is in the dictionary", () => assert.strictEqual(look(word(276169)).rank, 276169));
