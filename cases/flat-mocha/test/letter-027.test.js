const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 26919 is in the dictionary", () => assert.strictEqual(look(word(26919)).rank, 26919));
