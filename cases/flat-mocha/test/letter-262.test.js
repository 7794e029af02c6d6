const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 261214 is in the dictionary", () => assert.strictEqual(look(word(261214)).rank, 261214));
