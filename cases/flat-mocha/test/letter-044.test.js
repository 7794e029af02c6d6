const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 43868 is in the dictionary", () => assert.strictEqual(look(word(43868)).rank, 43868));
