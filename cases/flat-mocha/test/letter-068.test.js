const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 67796 is in the dictionary", () => assert.strictEqual(look(word(67796)).rank, 67796));
