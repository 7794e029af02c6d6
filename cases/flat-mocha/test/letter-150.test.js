const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 149550 is in the dictionary", () => assert.strictEqual(look(word(149550)).rank, 149550));
