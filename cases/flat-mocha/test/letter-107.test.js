const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 106679 is in the dictionary", () => assert.strictEqual(look(word(106679)).rank, 106679));
