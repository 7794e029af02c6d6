const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 167496 is in the dictionary", () => assert.strictEqual(look(word(167496)).rank, 167496));
