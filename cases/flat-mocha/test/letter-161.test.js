const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 160517 is in the dictionary", () => assert.strictEqual(look(word(160517)).rank, 160517));
