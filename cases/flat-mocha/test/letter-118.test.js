const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 117646 is in the dictionary", () => assert.strictEqual(look(word(117646)).rank, 117646));
