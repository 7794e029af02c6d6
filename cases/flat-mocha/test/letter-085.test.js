const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 84745 is in the dictionary", () => assert.strictEqual(look(word(84745)).rank, 84745));
