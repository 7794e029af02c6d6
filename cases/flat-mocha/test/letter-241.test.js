const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 240277 is in the dictionary", () => assert.strictEqual(look(word(240277)).rank, 240277));
