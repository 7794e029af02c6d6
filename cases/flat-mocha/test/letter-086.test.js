const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 85742 is in the dictionary", () => assert.strictEqual(look(word(85742)).rank, 85742));
