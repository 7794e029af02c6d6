const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 194415 is in the dictionary", () => assert.strictEqual(look(word(194415)).rank, 194415));
