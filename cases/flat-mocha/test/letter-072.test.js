const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 71784 is in the dictionary", () => assert.strictEqual(look(word(71784)).rank, 71784));
