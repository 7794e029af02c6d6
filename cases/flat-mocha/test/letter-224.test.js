const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 223328 is in the dictionary", () => assert.strictEqual(look(word(223328)).rank, 223328));
