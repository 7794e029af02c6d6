const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 183448 is in the dictionary", () => assert.strictEqual(look(word(183448)).rank, 183448));
