const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 226319 is in the dictionary", () => assert.strictEqual(look(word(226319)).rank, 226319));
