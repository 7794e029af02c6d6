const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 136589 is in the dictionary", () => assert.strictEqual(look(word(136589)).rank, 136589));
