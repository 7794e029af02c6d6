const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 185442 is in the dictionary", () => assert.strictEqual(look(word(185442)).rank, 185442));
