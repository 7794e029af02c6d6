const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 42871 is in the dictionary", () => assert.strictEqual(look(word(42871)).rank, 42871));
