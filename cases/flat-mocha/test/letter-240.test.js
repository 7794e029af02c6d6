const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 239280 is in the dictionary", () => assert.strictEqual(look(word(239280)).rank, 239280));
