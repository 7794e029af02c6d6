const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 229310 is in the dictionary", () => assert.strictEqual(look(word(229310)).rank, 229310));
