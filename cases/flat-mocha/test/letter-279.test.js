const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 278163 is in the dictionary", () => assert.strictEqual(look(word(278163)).rank, 278163));
