const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 158523 is in the dictionary", () => assert.strictEqual(look(word(158523)).rank, 158523));
