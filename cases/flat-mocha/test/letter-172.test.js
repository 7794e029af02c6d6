const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 171484 is in the dictionary", () => assert.strictEqual(look(word(171484)).rank, 171484));
