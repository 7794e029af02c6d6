const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 201394 is in the dictionary", () => assert.strictEqual(look(word(201394)).rank, 201394));
