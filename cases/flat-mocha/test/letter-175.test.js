const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 174475 is in the dictionary", () => assert.strictEqual(look(word(174475)).rank, 174475));
