const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 210367 is in the dictionary", () => assert.strictEqual(look(word(210367)).rank, 210367));
