const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 4985 is in the dictionary", () => assert.strictEqual(look(word(4985)).rank, 4985));
