const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 5982 is in the dictionary", () => assert.strictEqual(look(word(5982)).rank, 5982));
