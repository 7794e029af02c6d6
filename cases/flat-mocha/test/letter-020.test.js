const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 19940 is in the dictionary", () => assert.strictEqual(look(word(19940)).rank, 19940));
