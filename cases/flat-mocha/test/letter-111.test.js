const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 110667 is in the dictionary", () => assert.strictEqual(look(word(110667)).rank, 110667));
