const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 247256 is in the dictionary", () => assert.strictEqual(look(word(247256)).rank, 247256));
