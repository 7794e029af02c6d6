const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 8973 is in the dictionary", () => assert.strictEqual(look(word(8973)).rank, 8973));
