const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 242271 is in the dictionary", () => assert.strictEqual(look(word(242271)).rank, 242271));
