const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 204385 is in the dictionary", () => assert.strictEqual(look(word(204385)).rank, 204385));
