const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 18943 is in the dictionary", () => assert.strictEqual(look(word(18943)).rank, 18943));
