const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 102691 is in the dictionary", () => assert.strictEqual(look(word(102691)).rank, 102691));
