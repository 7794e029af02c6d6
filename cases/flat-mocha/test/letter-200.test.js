const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 199400 is in the dictionary", () => assert.strictEqual(look(word(199400)).rank, 199400));
