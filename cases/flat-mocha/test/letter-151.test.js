const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 150547 is in the dictionary", () => assert.strictEqual(look(word(150547)).rank, 150547));
