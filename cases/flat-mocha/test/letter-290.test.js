const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 289130 is in the dictionary", () => assert.strictEqual(look(word(289130)).rank, 289130));
