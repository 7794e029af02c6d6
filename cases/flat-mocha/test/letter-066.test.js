const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 65802 is in the dictionary", () => assert.strictEqual(look(word(65802)).rank, 65802));
