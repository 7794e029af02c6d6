const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 7976 is in the dictionary", () => assert.strictEqual(look(word(7976)).rank, 7976));
