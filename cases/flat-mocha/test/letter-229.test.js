const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 228313 is in the dictionary", () => assert.strictEqual(look(word(228313)).rank, 228313));
