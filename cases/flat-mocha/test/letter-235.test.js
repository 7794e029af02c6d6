const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 234295 is in the dictionary", () => assert.strictEqual(look(word(234295)).rank, 234295));
