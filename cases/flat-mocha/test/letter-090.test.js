const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 89730 is in the dictionary", () => assert.strictEqual(look(word(89730)).rank, 89730));
