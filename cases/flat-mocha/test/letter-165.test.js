const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 164505 is in the dictionary", () => assert.strictEqual(look(word(164505)).rank, 164505));
