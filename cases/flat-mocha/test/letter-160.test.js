const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 159520 is in the dictionary", () => assert.strictEqual(look(word(159520)).rank, 159520));
