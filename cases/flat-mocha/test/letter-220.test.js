const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 219340 is in the dictionary", () => assert.strictEqual(look(word(219340)).rank, 219340));
