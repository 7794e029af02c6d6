const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 49850 is in the dictionary", () => assert.strictEqual(look(word(49850)).rank, 49850));
