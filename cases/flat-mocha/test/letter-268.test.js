const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 267196 is in the dictionary", () => assert.strictEqual(look(word(267196)).rank, 267196));
