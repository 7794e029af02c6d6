const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 246259 is in the dictionary", () => assert.strictEqual(look(word(246259)).rank, 246259));
