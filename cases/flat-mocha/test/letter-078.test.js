const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 77766 is in the dictionary", () => assert.strictEqual(look(word(77766)).rank, 77766));
