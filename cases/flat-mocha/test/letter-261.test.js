const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 260217 is in the dictionary", () => assert.strictEqual(look(word(260217)).rank, 260217));
