const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 45862 is in the dictionary", () => assert.strictEqual(look(word(45862)).rank, 45862));
