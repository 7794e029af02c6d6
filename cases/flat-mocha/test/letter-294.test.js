const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 293118 is in the dictionary", () => assert.strictEqual(look(word(293118)).rank, 293118));
