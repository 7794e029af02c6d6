const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 35892 is in the dictionary", () => assert.strictEqual(look(word(35892)).rank, 35892));
