const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 291124 is in the dictionary", () => assert.strictEqual(look(word(291124)).rank, 291124));
