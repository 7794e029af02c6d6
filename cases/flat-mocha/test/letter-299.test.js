const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 298103 is in the dictionary", () => assert.strictEqual(look(word(298103)).rank, 298103));
