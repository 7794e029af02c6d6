const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 233298 is in the dictionary", () => assert.strictEqual(look(word(233298)).rank, 233298));
