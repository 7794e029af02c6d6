const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 177466 is in the dictionary", () => assert.strictEqual(look(word(177466)).rank, 177466));
