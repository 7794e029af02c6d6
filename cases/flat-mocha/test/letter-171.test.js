const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 170487 is in the dictionary", () => assert.strictEqual(look(word(170487)).rank, 170487));
