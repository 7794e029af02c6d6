const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 9970 is in the dictionary", () => assert.strictEqual(look(word(9970)).rank, 9970));
