const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 248253 is in the dictionary", () => assert.strictEqual(look(word(248253)).rank, 248253));
