const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 22931 is in the dictionary", () => assert.strictEqual(look(word(22931)).rank, 22931));
