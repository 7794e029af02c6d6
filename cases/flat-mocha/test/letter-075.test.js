const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 74775 is in the dictionary", () => assert.strictEqual(look(word(74775)).rank, 74775));
