const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 280157 is in the dictionary", () => assert.strictEqual(look(word(280157)).rank, 280157));
