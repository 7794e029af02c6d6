const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 127616 is in the dictionary", () => assert.strictEqual(look(word(127616)).rank, 127616));
