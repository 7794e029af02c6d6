const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 139580 is in the dictionary", () => assert.strictEqual(look(word(139580)).rank, 139580));
