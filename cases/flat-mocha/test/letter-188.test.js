const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 187436 is in the dictionary", () => assert.strictEqual(look(word(187436)).rank, 187436));
