const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 165502 is in the dictionary", () => assert.strictEqual(look(word(165502)).rank, 165502));
