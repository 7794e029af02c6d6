const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 79760 is in the dictionary", () => assert.strictEqual(look(word(79760)).rank, 79760));
