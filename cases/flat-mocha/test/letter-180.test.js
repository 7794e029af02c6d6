const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 179460 is in the dictionary", () => assert.strictEqual(look(word(179460)).rank, 179460));
