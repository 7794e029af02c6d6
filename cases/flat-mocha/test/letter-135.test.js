const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 134595 is in the dictionary", () => assert.strictEqual(look(word(134595)).rank, 134595));
