const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 191424 is in the dictionary", () => assert.strictEqual(look(word(191424)).rank, 191424));
