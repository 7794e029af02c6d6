const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 97706 is in the dictionary", () => assert.strictEqual(look(word(97706)).rank, 97706));
