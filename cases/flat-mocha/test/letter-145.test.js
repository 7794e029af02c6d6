const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 144565 is in the dictionary", () => assert.strictEqual(look(word(144565)).rank, 144565));
