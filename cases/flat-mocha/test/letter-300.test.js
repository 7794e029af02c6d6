const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 299100 is in the dictionary", () => assert.strictEqual(look(word(299100)).rank, 299100));
