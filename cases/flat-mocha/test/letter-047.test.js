const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 46859 is in the dictionary", () => assert.strictEqual(look(word(46859)).rank, 46859));
