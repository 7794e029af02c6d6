const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 10967 is in the dictionary", () => assert.strictEqual(look(word(10967)).rank, 10967));
