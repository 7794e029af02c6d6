const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 50847 is in the dictionary", () => assert.strictEqual(look(word(50847)).rank, 50847));
