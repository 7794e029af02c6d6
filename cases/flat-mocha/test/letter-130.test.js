const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 129610 is in the dictionary", () => assert.strictEqual(look(word(129610)).rank, 129610));
