const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 190427 is in the dictionary", () => assert.strictEqual(look(word(190427)).rank, 190427));
