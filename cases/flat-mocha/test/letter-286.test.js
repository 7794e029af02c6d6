const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 285142 is in the dictionary", () => assert.strictEqual(look(word(285142)).rank, 285142));
