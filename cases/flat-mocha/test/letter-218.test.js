const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 217346 is in the dictionary", () => assert.strictEqual(look(word(217346)).rank, 217346));
