const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 48853 is in the dictionary", () => assert.strictEqual(look(word(48853)).rank, 48853));
