const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 256229 is in the dictionary", () => assert.strictEqual(look(word(256229)).rank, 256229));
