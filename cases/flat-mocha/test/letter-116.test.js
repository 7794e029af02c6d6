const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 115652 is in the dictionary", () => assert.strictEqual(look(word(115652)).rank, 115652));
