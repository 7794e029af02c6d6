const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 279160 is in the dictionary", () => assert.strictEqual(look(word(279160)).rank, 279160));
