const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 154535 is in the dictionary", () => assert.strictEqual(look(word(154535)).rank, 154535));
