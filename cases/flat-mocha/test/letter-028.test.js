const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 27916 is in the dictionary", () => assert.strictEqual(look(word(27916)).rank, 27916));
