const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 3988 is in the dictionary", () => assert.strictEqual(look(word(3988)).rank, 3988));
