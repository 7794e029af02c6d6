const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 36889 is in the dictionary", () => assert.strictEqual(look(word(36889)).rank, 36889));
