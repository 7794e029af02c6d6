const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 137586 is in the dictionary", () => assert.strictEqual(look(word(137586)).rank, 137586));
