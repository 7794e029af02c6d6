const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 249250 is in the dictionary", () => assert.strictEqual(look(word(249250)).rank, 249250));
