const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 236289 is in the dictionary", () => assert.strictEqual(look(word(236289)).rank, 236289));
