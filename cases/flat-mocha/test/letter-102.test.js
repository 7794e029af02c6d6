const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 101694 is in the dictionary", () => assert.strictEqual(look(word(101694)).rank, 101694));
