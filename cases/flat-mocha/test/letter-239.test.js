const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 238283 is in the dictionary", () => assert.strictEqual(look(word(238283)).rank, 238283));
