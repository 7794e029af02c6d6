const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 222331 is in the dictionary", () => assert.strictEqual(look(word(222331)).rank, 222331));
