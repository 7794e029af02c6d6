const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 47856 is in the dictionary", () => assert.strictEqual(look(word(47856)).rank, 47856));
